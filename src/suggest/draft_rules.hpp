#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Drafts the rules for all kinds of rows, in document order: as name/value pairs, with a series for
// each row, or grouped. The keys of the row kinds are known; those of name/value pairs are
// replaced.
void draft_rules(Draft& draft, RowKinds& row_kinds);

} // namespace promfile::suggest
