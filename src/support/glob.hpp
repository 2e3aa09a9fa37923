#pragma once

#include <string_view>

namespace promfile {

// Whether the whole of `text` matches the shell pattern (fnmatch(3)): `*` stands for any
// characters,
// `?` for one, `[a-z]` and `[!a-z]` for one of a set, and a backslash takes away the meaning of the
// next character.
bool matches_glob(std::string_view pattern, std::string_view text);

// Whether the text holds a character that makes it a pattern: `*`, `?` or `[`.
bool is_glob(std::string_view text);

} // namespace promfile
