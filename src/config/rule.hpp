#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

#include <string>
#include <string_view>

namespace promfile {

// Reads the keys of one [[metric]] table; check_rule checks whether they make sense together. The
// aggregate of a rule without `value` and `aggregate` is set to count, a missing `help` to a
// description of the rule.
Rule read_rule(const ConfigEntry& metric, ConfigFaults& faults);

// Whether `key` is a key of a rule.
bool is_rule_key(std::string_view key);

// All keys of a rule.
std::vector<std::string_view> rule_key_names();

} // namespace promfile
