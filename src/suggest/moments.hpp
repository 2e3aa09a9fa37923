#pragma once

#include "suggest/row_kinds.hpp"

namespace promfile::suggest {

// Are the rows one thing at several times, as in a history or a report of each hour? Such rows have
// no good name, a different time on each row of a parent, and a measured number. If they are, the
// function sets `moments`, `moment`, `periods` and `newest_first`, clears `key`, which must have
// been found before, and leaves the fields of the time out of the metrics.
bool find_moments(const RowKinds& row_kinds, RowKind& row_kind);

} // namespace promfile::suggest
