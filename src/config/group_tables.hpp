#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

#include <vector>

namespace promfile {

// The tables of all rules, in the order of the file: each [[metric]], and each [[group.metric]]
// with the defaults of its [[group]], which are marked as inherited. A default without a meaning
// for the metric is left out: an aggregate for an info, a time zone for a metric that reads no
// time. Later stages see only rules, no groups; the place of the entry's key is that of the
// metric's group. Adds faults for values that are not such tables and
// for wrong keys of a group.
std::vector<ConfigEntry> rule_tables(const ConfigTable& document, const ConfigContext& context,
                                     ConfigFaults& faults);

} // namespace promfile
