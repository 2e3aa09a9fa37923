#pragma once

#include "xml/row_path.hpp"

namespace promfile {

// Rows that a caller wants to read from a store.
struct RowRequest {
    RowPath path;
    // Does the caller need the descendants of the rows? If not, a row is returned as soon as its
    // start tag has been read, so rows of any size take no memory.
    bool whole_row = true;
};

} // namespace promfile
