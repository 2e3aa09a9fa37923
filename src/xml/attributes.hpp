#pragma once

#include "xml/row.hpp"

#include <cstddef>
#include <span>

namespace promfile::xml {

// The index of the first attribute that has the name of an earlier one, or the number of attributes
// if all names differ.
std::size_t repeated_attribute(std::span<const Attribute> attributes);

} // namespace promfile::xml
