#pragma once

#include <string>
#include <string_view>

namespace promfile {

// A TOML document as toml++ can read it. The table of white space in toml++ 3.3 and 3.4 has
// undefined behaviour for most characters beyond ASCII, and is asked in two places:
//
// - Outside texts in quotes and comments, and after a backslash. No such character is allowed
//   there, so each is replaced by "?", which is not allowed there either. A quote in a bare value,
//   as in a = 0"b", does not begin a text: toml++ reads the value to its end.
// - After a backslash that ends a line of a multi-line text. Such a character is written as an
//   escape: \U000000E9.
//
// Line numbers do not change, and columns change only after such an escape. Bytes that are not
// UTF-8 stay unchanged.
std::string with_ascii_syntax(std::string_view text);

} // namespace promfile
