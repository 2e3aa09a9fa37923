#pragma once

#include "xml/row.hpp"

#include <compare>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace promfile {

// A path whose nodes are found in a row without a tree of it: @a, ../../@a, a/b, a/b/@c, a/text()
// and the row itself.
struct NodePath {
    enum class Last { element, attribute, text };

    unsigned levels_up = 0;            // steps to a parent at the front; then an attribute follows
    std::vector<std::string> children; // names of child elements
    Last last = Last::element;
    std::string attribute; // its name

    auto operator<=>(const NodePath&) const = default; // NOLINT(modernize-use-nullptr)
};

// Calls `test` with each node that the path leads to from `context`, in document order, until it
// returns true. `nodes` are the nodes of a layout, or of an element that has not ended yet. A path
// that leads to the attributes of the row, or above the row, leads to no node here.
bool visit_nodes(std::span<const xml::LayoutNode> nodes, const NodePath& path,
                 std::uint32_t context, const std::function<bool(std::uint32_t node)>& test);

} // namespace promfile
