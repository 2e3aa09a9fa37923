#pragma once

#include "xml/row.hpp"

#include <cstddef>
#include <span>

namespace promfile::xml {

// Index of the first attribute whose name another one before it has; the number of attributes
// where there is none.
std::size_t repeated_attribute(std::span<const Attribute> attributes);

} // namespace promfile::xml
