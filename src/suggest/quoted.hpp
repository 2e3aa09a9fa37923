#pragma once

#include <string>
#include <string_view>

namespace promfile::suggest {

// The text as a string of JSON, which is one of YAML too. Bytes that are no UTF-8 become U+FFFD.
std::string quoted_json(std::string_view text);

} // namespace promfile::suggest
