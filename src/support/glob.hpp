#pragma once

#include <string_view>

namespace promfile {

// Does the whole of `text` match the shell pattern? `*` and `?` match any characters, `[a-z]` and
// `[!a-z]` one of a set, a backslash takes the next character as it is.
bool matches_glob(std::string_view pattern, std::string_view text);

// Does the text hold a character that makes it a pattern?
bool is_glob(std::string_view text);

} // namespace promfile
