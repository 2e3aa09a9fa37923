#pragma once

#include <string_view>

namespace promfile {

// Whether the whole of `text` matches the shell pattern (fnmatch(3)): `*` matches any characters,
// `?` one character, `[a-z]` and `[!a-z]` one character of a set, and a character after a backslash
// matches itself.
bool matches_glob(std::string_view pattern, std::string_view text);

// Whether the text holds a character that makes it a pattern: `*`, `?` or `[`.
bool is_glob(std::string_view text);

} // namespace promfile
