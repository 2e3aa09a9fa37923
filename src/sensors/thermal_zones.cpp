#include "sensors/thermal_zones.hpp"

#include "sensors/sysfs.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace promfile {

namespace {

struct Zone {
    int number;
    std::string directory; // in class/thermal
    std::string path;      // with all links resolved
    std::string type;
};

std::vector<Zone> find_zones(const std::string& root) {
    constexpr std::string_view prefix = "thermal_zone";
    std::vector<Zone> zones;
    for (const std::string& entry : directory_entries(root + "/class/thermal")) {
        const char* end = entry.data() + entry.size();
        int number = 0;
        if (!entry.starts_with(prefix) ||
            std::from_chars(entry.data() + prefix.size(), end, number).ptr != end) {
            continue;
        }
        const std::string directory = fmt::format("{}/class/thermal/{}", root, entry);
        const auto path = resolved(directory);
        if (path) {
            zones.push_back(
                {number, directory, *path, sysfs_text(directory + "/type").value_or("unknown")});
        }
    }
    std::sort(zones.begin(), zones.end(),
              [](const Zone& a, const Zone& b) { return a.number < b.number; });
    return zones;
}

// Whether `hwmon` represents the zones of the type of `zone`: it lies below the zone, has the zone
// as its device, or has no device and the name of the type (in which dashes become underscores).
bool is_chip_of(const Zone& zone, const ThermalChip& hwmon, const Chip& chip) {
    std::string name = zone.type;
    std::replace(name.begin(), name.end(), '-', '_');
    return hwmon.path.starts_with(zone.path + "/") || chip.device == zone.path ||
           (chip.device.empty() && chip.id.prefix == name);
}

Chip zone_chip(const Zone& zone) {
    const SensorType& temperature = sensor_types[0];
    Feature feature{&temperature, feature_name(temperature, 1), "", zone.directory, {}};
    feature.values.push_back({find_attribute("value"), zone.directory + "/temp"});
    return {{zone.type, BusType::thermal, 0, zone.number},
            "",
            zone.directory,
            zone.path,
            {std::move(feature)}};
}

} // namespace

void add_thermal_zones(const std::string& root, const std::vector<ThermalChip>& hwmon,
                       std::vector<Chip>& chips) {
    const std::vector<Zone> zones = find_zones(root);
    std::map<std::string, size_t> chip_of_type;
    for (const Zone& zone : zones) {
        for (const ThermalChip& candidate : hwmon) {
            if (is_chip_of(zone, candidate, chips[candidate.index])) {
                chip_of_type.emplace(zone.type, candidate.index);
            }
        }
    }
    std::map<std::string, unsigned> seen; // zones of a type so far
    for (const Zone& zone : zones) {
        const std::string name = feature_name(sensor_types[0], ++seen[zone.type]);
        const auto chip = chip_of_type.find(zone.type);
        if (chip != chip_of_type.end()) {
            auto& features = chips[chip->second].features;
            const auto feature =
                std::find_if(features.begin(), features.end(),
                             [&](const Feature& candidate) { return candidate.name == name; });
            if (feature != features.end()) {
                feature->thermal_zone = zone.directory;
                continue;
            }
        }
        chips.push_back(zone_chip(zone));
    }
}

} // namespace promfile
