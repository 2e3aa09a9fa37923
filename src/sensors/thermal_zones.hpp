#pragma once

#include "sensors/hardware.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace promfile {

// A chip of class/hwmon, for the comparison with thermal zones.
struct ThermalChip {
    std::string path; // of its class device, with all links resolved
    size_t index;     // in the chips
};

// Joins the zones of class/thermal to the hwmon chips that represent them, and appends the other
// zones as chips of their own, in order of number.
//
// The kernel registers one hwmon device for all zones of a type, below the first of them and named
// after the type; temp1 is the first zone, temp2 the second (drivers/thermal/thermal_hwmon.c).
void add_thermal_zones(const std::string& root, const std::vector<ThermalChip>& hwmon,
                       std::vector<Chip>& chips);

} // namespace promfile
