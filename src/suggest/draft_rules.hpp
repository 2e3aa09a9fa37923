#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Drafts the rules for each kind of row, in document order. The rows are treated as name/value
// pairs, get series of their own, or are summed in groups. The keys of the row kinds must have been
// found; the keys of name/value pairs are replaced.
void draft_rules(Draft& draft, RowKinds& row_kinds);

} // namespace promfile::suggest
