#pragma once

#include "xml/node_path.hpp"
#include "xml/row_path.hpp"

#include <optional>
#include <vector>

namespace promfile {

// Nodes of a row that a caller uses, with the text in them.
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
    // The descendants that the caller uses; std::nullopt: all. A row with many may leave out
    // others.
    std::optional<std::vector<NodeUse>> uses = {};
};

} // namespace promfile
