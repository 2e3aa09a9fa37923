#pragma once

#include <string_view>

namespace promfile {

// The part of a document that an XPath can use, seen from its row.
enum class Reach {
    tag,      // names and attributes of the row and its ancestors
    row,      // also the content of the row
    document, // anything else, also where the XPath is not understood
};

// Decided from the tokens of the expression alone (XPath 1.0, section 3.7), without a check that it
// compiles. An expression that is not understood counts as `document`.
Reach xpath_reach(std::string_view xpath);

// Whether position() or last() is called outside a predicate, where a row has no position.
bool asks_position_of_row(std::string_view xpath);

} // namespace promfile
