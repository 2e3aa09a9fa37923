#include "sensors/sensor_types.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace promfile {

namespace {

// Only a pwm has its value in a file without a suffix (pwm1).
bool has_attribute(const SensorType& type, const SensorAttribute& attribute) {
    if (attribute.kind == AttributeKind::trip_point) {
        return false;
    }
    if (attribute.kind == AttributeKind::alarm || attribute.kind == AttributeKind::enable) {
        return true;
    }
    return type.highest > type.lowest && (!attribute.suffix.empty() || type.prefix == "pwm");
}

} // namespace

std::optional<SensorFile> parse_sensor_file(std::string_view name) {
    for (const SensorType& type : sensor_types) {
        if (!name.starts_with(type.prefix)) {
            continue;
        }
        const char* end = name.data() + name.size();
        unsigned number = 0;
        const auto [rest, code] = std::from_chars(name.data() + type.prefix.size(), end, number);
        if (code != std::errc()) {
            continue; // "intrusion0_alarm" begins with "in", too
        }
        std::string_view suffix = name.substr(static_cast<size_t>(rest - name.data()));
        if (suffix == "_label") {
            return SensorFile{&type, number, nullptr};
        }
        if (suffix.starts_with('_') && suffix.size() > 1) {
            suffix.remove_prefix(1);
        } else if (!suffix.empty()) {
            return std::nullopt;
        }
        for (const SensorAttribute& attribute : sensor_attributes) {
            if (attribute.suffix == suffix && has_attribute(type, attribute)) {
                return SensorFile{&type, number, &attribute};
            }
        }
        return std::nullopt;
    }
    return std::nullopt;
}

std::string feature_name(const SensorType& type, unsigned number) {
    return std::string(type.prefix) + std::to_string(number);
}

const SensorAttribute* find_attribute(std::string_view name) {
    const auto* found = std::find_if(std::begin(sensor_attributes), std::end(sensor_attributes),
                                     [&](const auto& a) { return a.name == name; });
    return found == std::end(sensor_attributes) ? nullptr : found;
}

} // namespace promfile
