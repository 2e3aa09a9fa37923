#include "xml/layout_table.hpp"

#include <algorithm>
#include <functional>

namespace promfile::xml {

namespace {

constexpr std::size_t max_nodes = 512;       // of a layout
constexpr std::size_t max_name_bytes = 8192; // of all names of a layout
constexpr std::size_t max_layouts = 512;

bool is_same(const LayoutNode& a, const LayoutNode& b) {
    return a.name == b.name && a.parent == b.parent && a.end == b.end && a.slot == b.slot &&
           a.kind == b.kind;
}

} // namespace

const RowLayout* LayoutTable::find_or_add(std::span<const LayoutNode> nodes) {
    if (nodes.size() > max_nodes) {
        return nullptr;
    }
    std::size_t hash = nodes.size();
    std::size_t name_bytes = 0;
    for (const LayoutNode& node : nodes) {
        hash = hash * 31 + std::hash<std::string_view>()(node.name) + node.parent +
               static_cast<std::size_t>(node.kind);
        name_bytes += node.name.size();
    }
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto found = first; found != last; ++found) {
        const std::vector<LayoutNode>& known = found->second->nodes;
        if (std::equal(known.begin(), known.end(), nodes.begin(), nodes.end(), is_same)) {
            return &found->second->layout;
        }
    }
    if (kept_.size() == max_layouts || name_bytes > max_name_bytes) {
        return nullptr;
    }
    Kept& kept = kept_.emplace_back();
    kept.nodes.assign(nodes.begin(), nodes.end());
    kept.names.reserve(name_bytes); // the string must not move: nodes refer to it
    for (LayoutNode& node : kept.nodes) {
        const std::size_t begin = kept.names.size();
        kept.names.append(node.name);
        node.name = std::string_view(kept.names.data() + begin, node.name.size());
    }
    kept.layout = {static_cast<std::uint32_t>(kept_.size()), kept.nodes, nullptr};
    by_hash_.emplace(hash, &kept);
    return &kept.layout;
}

} // namespace promfile::xml
