#pragma once

#include <string>
#include <string_view>

namespace promfile::suggest {

// The text as a string of JSON, which is a string of YAML as well. Bytes that are not UTF-8 become
// U+FFFD.
std::string quoted_json(std::string_view text);

} // namespace promfile::suggest
