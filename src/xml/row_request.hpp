#pragma once

#include "xml/row_path.hpp"

namespace promfile {

// What somebody wants to read of a store.
struct RowRequest {
    RowPath path;
    // Are descendants of the row looked at? Otherwise a row is there as soon as its start tag is,
    // with its ancestors' start tags, and rows of any size and depth need no memory.
    bool whole_row = true;
};

} // namespace promfile
