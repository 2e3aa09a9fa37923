#pragma once

#include "suggest/row_kinds.hpp"

namespace promfile::suggest {

// Finds the numbers whose unit is in another field: <value unit="ms">5</value>, or
// <memory unit="kB"><free>5</free><used>7</used></memory>. They are read with that unit, and the
// field of the unit gets no metric of its own. Numbers of memory with their unit, such as "16 MB",
// are read in powers of 1024.
void use_unit_fields(RowKind& row_kind);

} // namespace promfile::suggest
