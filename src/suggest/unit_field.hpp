#pragma once

#include "suggest/entity.hpp"

namespace promfile::suggest {

// Numbers whose unit stands beside them (<value unit="ms">5</value>) are read with that unit, and
// the field that tells it gets no metric of its own.
void use_unit_fields(Entity& entity);

} // namespace promfile::suggest
