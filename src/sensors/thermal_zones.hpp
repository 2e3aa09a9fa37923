#pragma once

#include "sensors/hardware.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace promfile {

// A chip of class/hwmon, as far as its relation to thermal zones goes.
struct ThermalChip {
    std::string path; // of its class device, with all links resolved
    size_t index;     // in the chips
};

// Joins the zones of class/thermal to the chips that the kernel shows them as, and appends the
// others as chips of their own, in order of number.
//
// The kernel registers one hwmon device for all zones of a type, below the first of them and with
// its type as name; temp1 is the first zone, temp2 the second (drivers/thermal/thermal_hwmon.c).
void add_thermal_zones(const std::string& root, const std::vector<ThermalChip>& hwmon,
                       std::vector<Chip>& chips);

} // namespace promfile
