#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

namespace promfile {

// Checks whether the keys of a rule, read from the table `metric`, make sense together: names,
// XPaths, units, times and zones, and the keys that its type and its aggregate allow.
void check_rule(const Rule& rule, const ConfigEntry& metric, const ConfigContext& context,
                ConfigFaults& faults);

// The keys of a [[group]], as far as they do not depend on its metrics.
void check_defaults(const ConfigEntry& group, const ConfigContext& context, ConfigFaults& faults);

} // namespace promfile
