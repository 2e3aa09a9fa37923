#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Drafts rules for rows that are name/value pairs (<counter name="queries">5</counter>): one metric
// with the name as a label if nearly all values are numbers, otherwise one metric for each name.
// False if the rows are not such pairs or have too many names; then no rule was drafted.
bool draft_pairs(Draft& draft, RowKinds& row_kinds, RowKind& row_kind, bool is_setting);

} // namespace promfile::suggest
