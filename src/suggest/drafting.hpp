#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// All rules that the rows of the profile give reason for, in document order. The keys of the
// entities are found; pairs get their names as keys.
void draft_rules(Draft& draft, Entities& entities);

} // namespace promfile::suggest
