#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

#include <vector>

namespace promfile {

// Checks that concern several rules of a file. The rule at each index was read from the table at
// the same index of `metrics`.

// Gives rules without `help` the help text of a rule with the same name.
void inherit_help(std::vector<Rule>& rules, const std::vector<ConfigEntry>& metrics);

// Adds a fault for each rule that repeats another one, for rules that share a name but not the type
// or the help text, and for a name that a histogram or summary derives.
void check_rules(const std::vector<Rule>& rules, const std::vector<ConfigEntry>& metrics,
                 ConfigFaults& faults);

} // namespace promfile
