#pragma once

#include "sensors/lm_sensors_config.hpp"
#include "sensors/sensors.hpp"

namespace promfile {

// lm-sensors' configuration as the options choose it: one file, or sensors3.conf (else
// sensors.conf) and then sensors.d/* in alphabetical order. Throws Error if a file given by name
// cannot be read.
LmSensorsConfig read_lm_sensors_config(const SensorOptions& options, Warnings& warnings);

} // namespace promfile
