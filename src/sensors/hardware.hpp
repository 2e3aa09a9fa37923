#pragma once

#include "sensors/chip_name.hpp"
#include "sensors/lm_sensors_config.hpp"
#include "sensors/sensor_types.hpp"

#include <string>
#include <vector>

// What hardware there is: chips, their features and the files that hold their values. Finding it
// opens no value file and asks no driver.

namespace promfile {

struct ValueFile {
    const SensorAttribute* attribute;
    std::string path;
};

struct Feature {
    const SensorType* type;
    std::string name;              // "temp1"
    std::string label_file;        // "" without one
    std::string thermal_zone;      // the directory whose trip points belong here, or ""
    std::vector<ValueFile> values; // one for each attribute at most, in the order of the table
};

struct Chip {
    ChipName id;
    std::string name;      // as published: to_string(id), the second of that name with #2
    std::string directory; // where the files are
    std::string device;    // with all links resolved; "" without one
    std::vector<Feature> features;
};

// The chips of class/hwmon with at least one feature, in order of device path, then the thermal
// zones that are no chip there. `root` is where sysfs is mounted.
std::vector<Chip> find_chips(const std::string& root);

// The trip points of the feature's thermal zone, of the kinds that it has no value file for. The
// kinds are read now; several of one kind are several values.
std::vector<ValueFile> trip_points(const Feature& feature);

// The chip's device, or the one that it depends on, sleeps: reading it would wake it
// (Documentation/power/runtime_pm.rst).
bool is_suspended(const Chip& chip);

I2cAdapters find_i2c_adapters(const std::string& root);

} // namespace promfile
