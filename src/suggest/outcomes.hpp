#pragma once

#include "rules/rule.hpp"
#include "suggest/row_kinds.hpp"

#include <vector>

namespace promfile::suggest {

// Optional children that never occur together and are named for a result: the <failure> and
// <skipped> of a test case. Empty if there are none.
std::vector<const PathNode*> outcomes_of(const RowKind& row_kind);

// The label that names the outcome of a row; rows without any have passed, unless one of the
// outcomes is good.
LabelRule result_label(const std::vector<const PathNode*>& outcomes);

} // namespace promfile::suggest
