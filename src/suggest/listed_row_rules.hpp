#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Drafts rules for rows with series of their own: a metric for each number, time, state and
// boolean, and an info metric for the texts. `is_setting`: the rows are settings, so their rules
// are comments.
void draft_listed_rows(Draft& draft, const RowKind& row_kind, bool is_setting);

} // namespace promfile::suggest
