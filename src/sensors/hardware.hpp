#pragma once

#include "sensors/chip_name.hpp"
#include "sensors/lm_sensors_config.hpp"
#include "sensors/sensor_types.hpp"

#include <string>
#include <vector>

// The hardware of the machine: chips, their features, and the files that hold their values. The
// search opens no value file, so no driver runs.

namespace promfile {

struct ValueFile {
    const SensorAttribute* attribute;
    std::string path;
};

struct Feature {
    const SensorType* type;
    std::string name;              // "temp1"
    std::string label_file;        // "" without one
    std::string thermal_zone;      // directory of the zone whose trip points belong here, or ""
    std::vector<ValueFile> values; // at most one for each attribute, in the order of the table
};

struct Chip {
    ChipName id;
    std::string name;      // as published, from unique_names
    std::string directory; // of the files
    std::string device;    // with all links resolved; "" without one
    std::vector<Feature> features;
    std::string warning{}; // that the file of the name cannot be read; "" if it can
};

// The chips of class/hwmon with at least one feature, in order of device path, then the thermal
// zones that no such chip represents. `root` is the mount point of sysfs.
std::vector<Chip> find_chips(const std::string& root);

// The trip points of the feature's thermal zone, except the kinds for which the feature has a value
// file. Their kinds are read from the files; several trip points of one kind are several values.
std::vector<ValueFile> trip_points(const Feature& feature);

// Whether the chip's device, or the device that it depends on, sleeps: a read would wake it
// (Documentation/power/runtime_pm.rst).
bool is_suspended(const Chip& chip);

I2cAdapters find_i2c_adapters(const std::string& root);

} // namespace promfile
