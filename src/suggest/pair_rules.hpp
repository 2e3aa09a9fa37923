#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Rules of rows that are name/value pairs (<counter name="queries">5</counter>): one metric with
// the name as a label where the values are of one kind, one for each name otherwise. False where
// the rows are no such pairs; then nothing was drafted.
bool draft_pairs(Draft& draft, Entities& entities, Entity& entity, bool setting);

} // namespace promfile::suggest
