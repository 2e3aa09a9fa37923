#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Rules of rows that get no series of their own, since nothing tells them apart for long or they
// are too many: how many there are by what they have in common, and sums, largest and latest
// values.
void draft_summed_rows(Draft& draft, const Entity& entity, bool setting);

} // namespace promfile::suggest
