#pragma once

#include "config/config.hpp"
#include "config/reader.hpp"

namespace promfile {

// Whether the keys of one rule, read from `table`, make sense together: names, XPaths, units, times
// and zones, and what goes with its type and aggregate.
void check_rule(const Rule& rule, const ConfigEntry& metric, const ConfigContext& context,
                ConfigFaults& faults);

// The keys of a [[group]], as far as they do not depend on its metrics.
void check_defaults(const ConfigEntry& group, const ConfigContext& context, ConfigFaults& faults);

} // namespace promfile
