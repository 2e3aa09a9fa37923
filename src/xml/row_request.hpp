#pragma once

#include "xml/node_path.hpp"
#include "xml/row_path.hpp"

#include <optional>
#include <vector>

namespace promfile {

// Nodes of a row that a caller uses, with the text in them, or an attribute of the row or of an
// ancestor.
struct NodeUse {
    NodePath path;
    bool all = false; // all nodes to which the path leads; otherwise only the first
};

// Rows that a caller wants to read from a store.
struct RowRequest {
    RowPath path;
    // Does the caller need the descendants of the rows? If not, a row is returned as soon as its
    // start tag has been read, so rows of any size take no memory.
    bool whole_row = true;
    // The nodes that the caller uses; std::nullopt: all. A row with many descendants may leave out
    // others, and a start tag with many attributes those that are not the last step of a path here.
    std::optional<std::vector<NodeUse>> uses = {};
    // The caller also uses attributes of the row and its ancestors that `uses` does not name.
    bool all_attributes = false;
};

} // namespace promfile
