#include "sensors/hardware.hpp"

#include "sensors/sysfs.hpp"
#include "sensors/thermal_zones.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace promfile {

namespace {

size_t position(const SensorAttribute& attribute) {
    return static_cast<size_t>(&attribute - std::begin(sensor_attributes));
}

// A power meter without power1_input reports its reading as power1_average.
const SensorAttribute* average_as_value(const Feature& feature) {
    const bool has_value =
        std::any_of(feature.values.begin(), feature.values.end(),
                    [](const ValueFile& file) { return file.attribute->name == "value"; });
    return has_value ? nullptr : find_attribute("value");
}

std::vector<Feature> find_features(const std::string& directory) {
    std::map<std::tuple<const SensorType*, unsigned>, Feature> found; // sorts as the rows
    for (const std::string& file : regular_files(directory)) {
        const auto parsed = parse_sensor_file(file);
        if (!parsed) {
            continue;
        }
        Feature& feature = found[{parsed->type, parsed->number}];
        feature.type = parsed->type;
        feature.name = feature_name(*parsed->type, parsed->number);
        const std::string path = fmt::format("{}/{}", directory, file);
        if (parsed->attribute == nullptr) {
            feature.label_file = path;
        } else {
            feature.values.push_back({parsed->attribute, path});
        }
    }
    std::vector<Feature> features;
    for (auto& [key, feature] : found) {
        auto& values = feature.values;
        if (values.empty()) {
            continue; // a label alone
        }
        if (const SensorAttribute* value = average_as_value(feature)) {
            for (ValueFile& file : values) {
                file.attribute = file.attribute->suffix == "average" ? value : file.attribute;
            }
        }
        std::sort(values.begin(), values.end(), [](const ValueFile& a, const ValueFile& b) {
            return position(*a.attribute) < position(*b.attribute);
        });
        values.erase(std::unique(values.begin(), values.end(),
                                 [](const ValueFile& a, const ValueFile& b) {
                                     return a.attribute->name == b.attribute->name;
                                 }),
                     values.end());
        features.push_back(std::move(feature));
    }
    return features;
}

// The name that a driver gives its chip: empty if there is no such file. Sets `warning` if there is
// one that cannot be read.
std::string chip_name_in(const std::string& directory, std::string& warning) {
    const std::string path = directory + "/name";
    FileText file = read_sysfs(path);
    if (file.error != 0 && file.error != ENOENT) {
        warning = fmt::format("cannot read {}: {}", path, std::strerror(file.error));
    }
    return file.error == 0 ? std::move(file.text) : std::string();
}

struct HwmonChip {
    std::string order; // the device path
    std::string entry; // "hwmon3"
    std::string path;  // of the class device, with all links resolved
    Chip chip;
};

std::optional<HwmonChip> find_hwmon_chip(const std::string& root, const std::string& entry) {
    const std::string directory = root + "/class/hwmon/" + entry;
    const auto path = resolved(directory);
    if (!path) {
        return std::nullopt;
    }
    const auto device = resolved(directory + "/device");
    HwmonChip found{device.value_or(*path), entry, *path, {}};
    Chip& chip = found.chip;
    // Old drivers keep the files, and the name, in the directory of the device.
    chip.directory = directory;
    chip.features = find_features(directory);
    std::string name = chip_name_in(directory, chip.warning);
    if (chip.features.empty() && device) {
        chip.directory = *device;
        chip.features = find_features(*device);
    }
    if (device && (name.empty() || chip.directory == *device)) {
        const std::string of_device = chip_name_in(*device, chip.warning);
        name = of_device.empty() ? name : of_device;
    }
    if (chip.features.empty()) {
        return std::nullopt;
    }
    if (name.empty()) {
        name = entry;
    }
    if (!chip.warning.empty()) {
        chip.warning += fmt::format("; its chip is named {}", name);
    }
    chip.id = identify_chip(root, name, device);
    chip.device = device.value_or("");
    return found;
}

void name_chips(std::vector<Chip>& chips) {
    std::vector<ChipName> ids;
    ids.reserve(chips.size());
    for (const Chip& chip : chips) {
        ids.push_back(chip.id);
    }
    const std::vector<std::string> names = unique_names(ids);
    for (size_t i = 0; i < chips.size(); ++i) {
        chips[i].name = names[i];
    }
}

} // namespace

std::vector<Chip> find_chips(const std::string& root) {
    std::vector<HwmonChip> found;
    for (const std::string& entry : directory_entries(root + "/class/hwmon")) {
        if (auto chip = find_hwmon_chip(root, entry)) {
            found.push_back(std::move(*chip));
        }
    }
    std::sort(found.begin(), found.end(), [](const HwmonChip& a, const HwmonChip& b) {
        // The hexadecimal numbers of device paths have a fixed width; those of hwmon2, hwmon10 do
        // not.
        return a.order != b.order ? a.order < b.order : natural_less(a.entry, b.entry);
    });
    std::vector<ThermalChip> thermal;
    std::vector<Chip> chips;
    for (HwmonChip& chip : found) {
        thermal.push_back({chip.path, chips.size()});
        chips.push_back(std::move(chip.chip));
    }
    add_thermal_zones(root, thermal, chips);
    name_chips(chips);
    return chips;
}

std::vector<ValueFile> trip_points(const Feature& feature) {
    std::vector<ValueFile> trips;
    if (feature.thermal_zone.empty()) {
        return trips;
    }
    for (const std::string& file : regular_files(feature.thermal_zone)) {
        if (!file.starts_with("trip_point_") || !file.ends_with("_type")) {
            continue;
        }
        const std::string base = feature.thermal_zone + "/" + file.substr(0, file.size() - 5);
        const std::string kind = sysfs_text(base + "_type").value_or("");
        const auto* attribute = std::find_if(
            std::begin(sensor_attributes), std::end(sensor_attributes),
            [&](const SensorAttribute& candidate) {
                return candidate.kind == AttributeKind::trip_point && candidate.name == kind;
            });
        const bool known =
            std::any_of(feature.values.begin(), feature.values.end(),
                        [&](const ValueFile& value) { return value.attribute->name == kind; });
        if (attribute != std::end(sensor_attributes) && !known) {
            trips.push_back({attribute, base + "_temp"});
        }
    }
    return trips;
}

bool is_suspended(const Chip& chip) {
    // A device without power management of its own sleeps together with its parent.
    std::string device = chip.device.empty() ? chip.directory : chip.device;
    while (!device.empty()) {
        const std::string status = sysfs_text(device + "/power/runtime_status").value_or("");
        if (status == "suspended" || status == "suspending") {
            return true;
        }
        if (!status.empty() && status != "unsupported") {
            return false;
        }
        device = std::string(base_name(device) == "devices" ? "" : parent_directory(device));
    }
    return false;
}

I2cAdapters find_i2c_adapters(const std::string& root) {
    I2cAdapters adapters;
    std::string directory = root + "/class/i2c-adapter/";
    std::vector<std::string> entries = directory_entries(directory);
    // Linux 6.12 has no such class any more. Adapters stand on their bus, too, beside its devices,
    // which are not called i2c- and a number.
    if (entries.empty()) {
        directory = root + "/bus/i2c/devices/";
        entries = directory_entries(directory);
    }
    for (const std::string& entry : entries) {
        const auto number =
            entry.starts_with("i2c-") ? parse_number(entry.substr(4)) : std::nullopt;
        auto name = sysfs_text(directory + entry + "/name");
        if (!name) {
            name = sysfs_text(directory + entry + "/device/name");
        }
        if (number && name) {
            adapters.emplace(static_cast<int>(*number), *name);
        }
    }
    return adapters;
}

} // namespace promfile
