#include "xml/row_texts.hpp"

#include <algorithm>

namespace promfile::xml {

namespace {

constexpr std::size_t max_chunk_bytes = std::size_t{64} << 10;
constexpr std::size_t max_chunk_texts = std::size_t{16} << 10;

} // namespace

void TextList::end_text() {
    if (chunks_.empty() || chunks_.back().ends.size() == max_chunk_texts ||
        chunks_.back().bytes.size() + text_.size() > max_chunk_bytes) {
        chunks_.emplace_back();
    }
    Chunk& chunk = chunks_.back();
    if (chunk.ends.empty()) {
        chunk.bytes.swap(text_);
    } else {
        chunk.bytes += text_;
    }
    chunk.ends.push_back(static_cast<std::uint32_t>(chunk.bytes.size()));
    text_.clear();
}

std::string_view TextList::front() const {
    const Chunk& chunk = chunks_.front();
    return std::string_view(chunk.bytes).substr(0, chunk.ends.front());
}

void RowTexts::add(const NodeUse& use) {
    if (use.path.levels_up > 0 ||
        (use.path.children.empty() && use.path.last == NodePath::Last::attribute)) {
        return;
    }
    const auto known = std::find_if(paths_.begin(), paths_.end(),
                                    [&](const PathTexts& path) { return *path.path == use.path; });
    if (known == paths_.end()) {
        PathTexts& path = paths_.emplace_back();
        path.path = &use.path;
        path.all = use.all;
    } else {
        known->all |= use.all;
    }
}

void RowTexts::gather(const RowBuilder& element) {
    for (PathTexts& path : paths_) {
        gather(path, element);
    }
    from_ = static_cast<std::uint32_t>(element.nodes().size());
    row_ = element.has_ended(row_) ? none : row_;
}

void RowTexts::add_part(PathTexts& path, std::string_view part) {
    path.texts.add_part(part);
    text_bytes_ += part.size();
}

void RowTexts::gather(PathTexts& path, const RowBuilder& element) {
    const std::vector<LayoutNode>& nodes = element.nodes();
    const auto add_text = [&](std::uint32_t begin, std::uint32_t end) {
        for (std::uint32_t i = begin; i < end; ++i) {
            if (nodes[i].kind == NodeKind::text || nodes[i].kind == NodeKind::cdata) {
                add_part(path, element.values()[nodes[i].slot]);
            }
        }
    };
    const auto size = static_cast<std::uint32_t>(nodes.size());
    if (path.open != none) {
        add_text(from_, std::min(nodes[path.open].end, size));
        if (!element.has_ended(path.open)) {
            return; // elements of one path do not lie in each other
        }
        path.texts.end_text();
        path.open = none;
    }
    if (!path.all && !path.texts.empty()) {
        return;
    }
    visit_nodes(nodes, *path.path, row_, [&](std::uint32_t node) {
        if (node < from_) {
            return false;
        }
        if (nodes[node].kind == NodeKind::attribute) {
            add_part(path, element.values()[nodes[node].slot]);
        } else {
            add_text(node, std::min(nodes[node].end, size));
        }
        if (!element.has_ended(node)) {
            path.open = node;
            return true;
        }
        path.texts.end_text();
        return !path.all;
    });
}

void RowTexts::move_nodes(const std::vector<std::uint32_t>& moved) {
    from_ = moved[from_];
    row_ = moved[row_];
    for (PathTexts& path : paths_) {
        path.open = path.open == none ? none : moved[path.open];
    }
}

const TextList* RowTexts::find(const NodePath& path) const {
    const auto known = std::find_if(paths_.begin(), paths_.end(),
                                    [&](const PathTexts& each) { return *each.path == path; });
    return known == paths_.end() ? nullptr : &known->texts;
}

} // namespace promfile::xml
