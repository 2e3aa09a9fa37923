#pragma once

#include <string>

namespace promfile::suggest {

// The text as a string of PromQL.
std::string in_promql(const std::string& text);

// A regular expression that matches the text and nothing else.
std::string literal_regex(const std::string& text);

} // namespace promfile::suggest
