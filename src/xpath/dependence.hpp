#pragma once

#include "xpath/row_nodes.hpp"
#include "xpath/tokens.hpp"

#include <span>

namespace promfile {

// The nearest node that an expression depends on, seen from its row: what is equal for all rows
// below it needs to be evaluated once. Decided from the tokens alone; what is not understood
// depends on the row. The expression is known to compile.
Level nearest_level(std::span<const XPathToken> tokens);

} // namespace promfile
