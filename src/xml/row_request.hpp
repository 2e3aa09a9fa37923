#pragma once

#include "xml/node_path.hpp"
#include "xml/row_path.hpp"

#include <optional>
#include <vector>

namespace promfile {

// Nodes that a caller looks at in a row, with the text in them.
struct NodeUse {
    NodePath path;
    bool all = false; // of the nodes that the path leads to; otherwise the first alone
};

// Rows that a caller wants to read from a store.
struct RowRequest {
    RowPath path;
    // Does the caller need the descendants of the rows? If not, a row is returned as soon as its
    // start tag has been read, so rows of any size take no memory.
    bool whole_row = true;
    // Which of the descendants; std::nullopt: all. Others may be left out of a row that has many.
    std::optional<std::vector<NodeUse>> uses = {};
};

} // namespace promfile
