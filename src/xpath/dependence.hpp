#pragma once

#include "xpath/row_nodes.hpp"
#include "xpath/tokens.hpp"

#include <span>

namespace promfile {

// The nearest node, seen from its row, that an expression depends on: the expression is evaluated
// once for all rows below this node. Decided from the tokens alone; an expression that is not
// understood depends on the row. The expression is known to compile.
Level nearest_level(std::span<const XPathToken> tokens);

} // namespace promfile
