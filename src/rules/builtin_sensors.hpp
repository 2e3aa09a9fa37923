#pragma once

#include "rules/rule.hpp"

#include <vector>

namespace promfile {

// The sensor metrics that come without any configuration, as rules over the document of
// sensors/sensors.hpp: sensor_temperature_celsius, its limits as sensor_temperature_max_celsius
// and so on, sensor_alarm, sensor_fault and sensor_enable. Each picks the rows that have its
// attribute, so that none of them counts as missing.
std::vector<Rule> builtin_sensor_rules();

} // namespace promfile
