#pragma once

#include "rules/rule.hpp"

#include <vector>

namespace promfile {

// The sensor metrics that come without any configuration, as rules over the document of
// sensors/sensors.hpp: sensor_temperature_celsius, its limits as sensor_temperature_max_celsius
// and so on, sensor_alarm, sensor_fault and sensor_enable. Each rule selects only the rows with its
// attribute, so that the other rows do not count as rows with a missing value.
std::vector<Rule> builtin_sensor_rules();

} // namespace promfile
