#pragma once

#include <string_view>

namespace promfile {

// How much of a document an XPath may look at, seen from its row.
enum class Reach {
    tag,      // names and attributes of the row and its ancestors
    row,      // what is in the row, too
    document, // anything else, or what this scan does not know
};

// Decided from the expression's tokens alone (XPath 1.0, section 3.7); what is not understood
// counts as `document`. The expression is known to compile.
Reach xpath_reach(std::string_view xpath);

// Is position() or last() called outside a predicate? A row has no position of its own there.
bool asks_position_of_row(std::string_view xpath);

} // namespace promfile
