#pragma once

#include "xpath/row_tree.hpp"

#include <cstdint>
#include <string>

namespace promfile {

// The store that a row comes from, for the variables of an XPath.
struct StoreFacts {
    std::string path; // $path
    std::string file; // $file, its base name
    double mtime = 0; // $mtime, unix seconds; NaN for a pipe
};

// The row on which an expression is evaluated, with its store.
struct RowContext {
    RowNodes& nodes; // of the row
    RowTree& tree;
    std::uint64_t ordinal; // $row: from 1, within the store and the path of its rows
    const StoreFacts& store;

    const xml::Row& row() const { return nodes.row(); }
};

} // namespace promfile
