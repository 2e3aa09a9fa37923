#include "xpath/row_tree.hpp"

#include <fmt/format.h>
#include <new>

namespace promfile {

namespace {

constexpr std::uint64_t element_bytes = 64;
constexpr std::uint64_t attribute_bytes = 40;

// pugixml keeps the size of a string before it and a NUL after it.
constexpr std::uint64_t string_bytes(std::string_view text) {
    return text.empty() ? 0 : (text.size() + 5 + 7) / 8 * 8;
}

void require(bool done) {
    if (!done) {
        throw std::bad_alloc();
    }
}

} // namespace

std::uint64_t RowTree::bytes_of(const xml::Row& row) {
    std::uint64_t bytes = 0;
    for (const xml::LayoutNode& node : row.layout->nodes) {
        bytes += node.kind == xml::NodeKind::attribute ? attribute_bytes : element_bytes;
        bytes += string_bytes(node.name);
        bytes += node.slot == xml::none ? 0 : string_bytes(row.values[node.slot]);
    }
    return bytes;
}

void RowTree::next_store() {
    document_.reset();
    tags_.clear();
    nodes_.clear();
}

pugi::xpath_node RowTree::node(const RowNodes& nodes, Reach reach) {
    const xml::Row& row = nodes.row();
    if (reach != Reach::tag && nodes_.empty()) {
        build(nodes);
    }
    const pugi::xml_node element =
        nodes_.empty() ? open(nodes, {&row, nullptr, row.element}) : nodes_[row.element];
    if (row.attribute == xml::none) {
        return element;
    }
    name_ = row.layout->nodes[row.attribute].name;
    return {element.attribute(name_.c_str()), element};
}

// The tree's element for this tag, with its attributes; made if necessary, and its ancestors, too.
pugi::xml_node RowTree::open(const RowNodes& nodes, const OpenTag& tag) {
    return tags_.open(
        nodes, tag,
        [this](const OpenTag& made, pugi::xml_node* parent) {
            const pugi::xml_node element =
                add_element(parent != nullptr ? *parent : document_, made.name());
            made.attributes([&](std::string_view name, std::string_view value) {
                add_attribute(element, name, value);
            });
            return element;
        },
        [](pugi::xml_node closed) { closed.parent().remove_child(closed); });
}

// Adds all nodes of the layout to the tree.
void RowTree::build(const RowNodes& nodes) {
    const xml::Row& row = nodes.row();
    const std::span<const xml::LayoutNode> layout = row.layout->nodes;
    const std::uint64_t bytes = bytes_of(row);
    if (bytes > max_bytes_) {
        throw RowTreeError(fmt::format("the tree of the row <{}> would take {} bytes, more than "
                                       "--max-document-size ({} bytes)",
                                       layout.front().name, bytes, max_bytes_));
    }
    pugi::xml_node root = open(nodes, {&row, nullptr, 0});
    nodes_.assign(layout.size(), {});
    nodes_.front() = root;
    size_t first = 1;
    while (first < layout.size() && layout[first].kind == xml::NodeKind::attribute) {
        ++first;
    }
    for (size_t i = first; i < layout.size(); ++i) {
        const xml::LayoutNode& node = layout[i];
        const pugi::xml_node parent = nodes_[node.parent];
        if (node.kind == xml::NodeKind::element) {
            nodes_[i] = add_element(parent, node.name);
        } else if (node.kind == xml::NodeKind::attribute) {
            add_attribute(parent, node.name, row.values[node.slot]);
        } else {
            pugi::xml_node text = nodes_[node.parent].append_child(
                node.kind == xml::NodeKind::text ? pugi::node_pcdata : pugi::node_cdata);
            const std::string_view value = row.values[node.slot];
            require(text.set_value(value.data(), value.size()));
        }
    }
}

pugi::xml_node RowTree::add_element(pugi::xml_node parent, std::string_view name) {
    name_ = name;
    const pugi::xml_node element = parent.append_child(name_.c_str());
    require(!element.empty());
    return element;
}

void RowTree::add_attribute(pugi::xml_node element, std::string_view name, std::string_view value) {
    name_ = name;
    pugi::xml_attribute attribute = element.append_attribute(name_.c_str());
    require(!attribute.empty() && attribute.set_value(value.data(), value.size()));
}

} // namespace promfile
