#pragma once

#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace promfile {

// A rule as a [[metric]] table of a configuration: `name`, `help` if it is not empty, and the keys
// that differ from their defaults. Reading the table gives the same rule.
std::string print_rule(const Rule& rule);

// All of them, with an empty line between.
std::string print_rules(const std::vector<Rule>& rules);

// A text in the quotes of TOML: '...' where possible, else "..." with escapes.
std::string quoted_toml(const std::string& text);

// The only text, or an array of them.
std::string toml_texts(const std::vector<std::string>& texts);

} // namespace promfile
