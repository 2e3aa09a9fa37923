#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Drafts rules for rows without series of their own, because they are too many or no key tells them
// apart for long: the number of rows in each group (grouping_labels.hpp), sums of amounts, the
// largest of levels and the latest of times. `is_setting` as in listed_row_rules.hpp.
void draft_summed_rows(Draft& draft, const RowKind& row_kind, bool is_setting);

} // namespace promfile::suggest
