#pragma once

#include "input/row_path.hpp"

#include <cstdint>
#include <pugixml.hpp>
#include <vector>

namespace promfile {

// What somebody wants to read of a store.
struct RowRequest {
    RowPath path;
    // Are descendants of the row looked at? Otherwise a row is there as soon as its start tag is,
    // with its ancestors' start tags, and rows of any size and depth need no memory.
    bool whole_row = true;
};

// A row: an element, or an attribute of it, below the start tags of its ancestors. Valid until the
// reader goes on.
struct Row {
    pugi::xml_node element;
    pugi::xml_attribute attribute; // empty for element rows
    std::uint32_t request = 0;     // index of the RowRequest that it answers
};

} // namespace promfile
