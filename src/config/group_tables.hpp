#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

#include <vector>

namespace promfile {

// The tables of all rules, in the order of the file: each [[metric]], and each [[group.metric]]
// with the defaults of its [[group]], which are marked as inherited. A default that means nothing
// for the metric is left out: an aggregate of an info, a time zone where no time is read. Later
// stages see rules only, no groups. Adds faults for values that are not such tables and for wrong
// keys of a group.
std::vector<ConfigEntry> metric_tables(const ConfigTable& document, const ConfigContext& context,
                                       ConfigFaults& faults);

} // namespace promfile
