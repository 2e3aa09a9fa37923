#pragma once

#include "suggest/row_kinds.hpp"

namespace promfile::suggest {

// Finds the numbers whose unit is in another field, as in <value unit="ms">5</value>. They are read
// with that unit, and the field of the unit gets no metric of its own.
void use_unit_fields(RowKind& row_kind);

} // namespace promfile::suggest
