#pragma once

#include "xml/row_request.hpp"

#include <cstdint>
#include <pugixml.hpp>
#include <span>

namespace promfile {

// An attribute beside its name, which is asked for more often than anything else.
struct NamedAttribute {
    const char* name;
    pugi::xml_attribute attribute;
};

// A row: an element, or an attribute of it, below the start tags of its ancestors. Valid until the
// reader goes on.
struct Row {
    pugi::xml_node element;
    pugi::xml_attribute attribute;                   // empty for element rows
    std::uint32_t request = 0;                       // index of the RowRequest that it answers
    std::span<const NamedAttribute> attributes = {}; // of the element, in document order
};

} // namespace promfile
