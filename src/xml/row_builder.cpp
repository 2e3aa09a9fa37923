#include "xml/row_builder.hpp"

#include "xml/text_window.hpp"

#include <algorithm>

namespace promfile::xml {

void RowBuilder::clear() {
    nodes_.clear();
    values_.clear();
    open_.clear();
    depth_ = 0;
    is_complete_ = true;
}

void RowBuilder::add(NodeKind kind, std::string_view name, std::uint32_t parent,
                     std::string_view value) {
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({name, parent, index + 1, static_cast<std::uint32_t>(values_.size()), kind});
    values_.push_back(value);
}

std::uint32_t RowBuilder::start(std::string_view name, std::span<const Attribute> attributes) {
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({name, open_.empty() ? none : open_.back(), none, none, NodeKind::element});
    for (const Attribute& attribute : attributes) {
        add(NodeKind::attribute, attribute.name, index, attribute.value);
    }
    open_.push_back(index);
    depth_ = std::max(depth_, open_.size());
    return index;
}

void RowBuilder::text(NodeKind kind, std::string_view text) {
    add(kind, {}, open_.back(), text);
}

void RowBuilder::end() {
    nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
}

void RowBuilder::end_all() {
    while (is_open()) {
        end();
    }
}

std::vector<std::uint32_t> RowBuilder::keep(const std::vector<bool>& kept) {
    std::vector<std::uint32_t> moved(nodes_.size() + 1); // how many are kept of those before
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        moved[i + 1] = moved[i] + (kept[i] ? 1 : 0);
    }
    std::size_t values = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        if (!kept[i]) {
            continue;
        }
        LayoutNode node = nodes_[i];
        node.parent = node.parent == none ? none : moved[node.parent];
        node.end = node.end == none ? none : moved[node.end];
        if (node.slot != none) {
            values_[values] = values_[node.slot];
            node.slot = static_cast<std::uint32_t>(values++);
        }
        nodes_[moved[i]] = node;
    }
    is_complete_ &= moved.back() == nodes_.size();
    nodes_.resize(moved.back());
    values_.resize(values);
    for (std::uint32_t& element : open_) {
        element = moved[element];
    }
    return moved;
}

void RowBuilder::move_text(const char* begin, const char* end, const char* to) {
    for (LayoutNode& node : nodes_) {
        rebase(node.name, begin, end, to);
    }
    for (std::string_view& value : values_) {
        rebase(value, begin, end, to);
    }
}

} // namespace promfile::xml
