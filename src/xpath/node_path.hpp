#pragma once

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

    bool operator==(const NodePath&) const = default;
};

} // namespace promfile
