#pragma once

#include "suggest/draft.hpp"

namespace promfile::suggest {

// Rules of rows that get series of their own: a metric for each number, time, state and yes or no;
// one that tells the texts. `setting` says that the rows are configuration: their rules are
// comments.
void draft_listed_rows(Draft& draft, const Entity& entity, bool setting);

} // namespace promfile::suggest
