#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

namespace promfile {

// Whether the keys of one rule, read from `table`, make sense together: names, XPaths, units, times
// and zones, and what goes with its type and aggregate.
void check_rule(const Rule& rule, const ConfigEntry& metric, const ConfigContext& context,
                ConfigFaults& faults);

// The same for the rules of a file, in the order of `metrics`: duplicates, and rules that share a
// name or the derived names of a histogram or summary. Every rule has been read from the table of
// that index.
void check_rules(const std::vector<Rule>& rules, const std::vector<ConfigEntry>& metrics,
                 ConfigFaults& faults);

} // namespace promfile
