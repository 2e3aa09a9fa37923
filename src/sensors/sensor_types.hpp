#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// The hwmon interface of the kernel as two tables: the types of sensors, and their attributes
// (Documentation/hwmon/sysfs-interface.rst, Documentation/ABI/testing/ sysfs-class-hwmon).

namespace promfile {

struct SensorType {
    std::string_view prefix;  // of the files: "temp" of temp1_input
    std::string_view element; // of the row: "temperature"
    double divisor;           // from the file's number to the unit that lm-sensors computes in
    double base;              // from there to the base unit: percent and pwm steps become ratios
    double lowest, highest;   // of plausible values, in the base unit
    std::string_view metric;  // of the built-in metrics: "sensor_temperature"
    std::string_view unit;    // of the built-in metrics: "celsius"
    std::string_view noun;    // for people
    std::string_view measure; // for people: the unit
};

// In the order of rows within a chip. A value outside the range is not a measurement: it comes from
// an absent sensor, a negative number read as unsigned, or a register full of ones.
// clang-format off
inline constexpr SensorType sensor_types[] = {
    // prefix     element       divisor    base lowest      highest             metric                unit       noun                 measure
    {"temp",      "temperature", 1000,      1,   -200,       2000,               "sensor_temperature", "celsius", "temperature",       "in degrees Celsius"},
    {"fan",       "fan",         1,         1,   0,          200'000,            "sensor_fan_speed",   "rpm",     "fan speed",         "in revolutions per minute"},
    {"in",        "voltage",     1000,      1,   -10'000,    10'000,             "sensor_voltage",     "volts",   "voltage",           "in volts"},
    {"curr",      "current",     1000,      1,   -10'000,    10'000,             "sensor_current",     "amperes", "current",           "in amperes"},
    {"power",     "power",       1'000'000, 1,   -1'000'000, 1'000'000,          "sensor_power",       "watts",   "power",             "in watts"},
    {"energy",    "energy",      1'000'000, 1,   0,          18'446'744'073'709, "sensor_energy",      "joules",  "energy",            "in joules"},
    {"humidity",  "humidity",    1000,      100, -0.06,      1.19,               "sensor_humidity",    "ratio",   "relative humidity", "from 0 to 1"},
    {"freq",      "frequency",   1,         1,   0,          1e12,               "sensor_frequency",   "hertz",   "frequency",         "in hertz"},
    {"pwm",       "pwm",         1,         255, 0,          1,                  "sensor_pwm",         "ratio",   "pulse width",       "from 0 to 1"},
    {"intrusion", "intrusion",   1,         1,   0,          0,                  "",                   "",        "",                  ""},
};
// clang-format on

enum class AttributeKind {
    quantity,  // in the type's unit
    reading,   // a quantity that is measured: an implausible one is an error
    alarm,     // 0 or 1
    fault,     // 0 or 1; with 1 the readings mean nothing
    enable,    // 0: off. Of a pwm: 0 full speed, 1 by hand, 2 and above automatic
    trip_point // as quantity; of a thermal zone, where the name is the kernel's kind of trip point
};

struct SensorAttribute {
    std::string_view suffix; // of the file: "crit" of temp1_crit; "" is the file without a suffix
    std::string_view name;   // in the row: "critical"
    AttributeKind kind;
    std::string_view metrics; // prefixes of the types with a built-in metric of it; "": all
    std::string_view words;   // for people: the meaning of a quantity, the label of an alarm
};

// In the order of a row's attributes. If two suffixes give one name, the first existing file is
// used.
// clang-format off
inline constexpr SensorAttribute sensor_attributes[] = {
    {"input", "value", AttributeKind::reading, "", "Measured"},
    {"", "value", AttributeKind::reading, "", "Measured"},
    {"average", "average", AttributeKind::reading, "in curr power", "Average"},
    {"lowest", "lowest", AttributeKind::quantity, "temp in curr power humidity", "Lowest measured"},
    {"input_lowest", "lowest", AttributeKind::quantity, "temp in curr power humidity", "Lowest measured"},
    {"highest", "highest", AttributeKind::quantity, "temp in curr power humidity", "Highest measured"},
    {"input_highest", "highest", AttributeKind::quantity, "temp in curr power humidity", "Highest measured"},
    {"average_lowest", "average_lowest", AttributeKind::quantity, "power", "Lowest average"},
    {"average_highest", "average_highest", AttributeKind::quantity, "power", "Highest average"},
    {"target", "target", AttributeKind::quantity, "fan", "Intended"},
    {"min", "min", AttributeKind::quantity, "temp fan in curr power humidity", "Lower limit of the"},
    {"min_hyst", "min_hysteresis", AttributeKind::quantity, "temp humidity", "Where an alarm ends: lower limit of the"},
    {"max", "max", AttributeKind::quantity, "temp fan in curr power humidity", "Upper limit of the"},
    {"max_hyst", "max_hysteresis", AttributeKind::quantity, "temp humidity", "Where an alarm ends: upper limit of the"},
    {"crit", "critical", AttributeKind::quantity, "temp in curr power", "Critical upper limit of the"},
    {"crit_hyst", "critical_hysteresis", AttributeKind::quantity, "temp", "Where an alarm ends: critical upper limit of the"},
    {"lcrit", "lower_critical", AttributeKind::quantity, "temp in curr power", "Critical lower limit of the"},
    {"lcrit_hyst", "lower_critical_hysteresis", AttributeKind::quantity, "temp", "Where an alarm ends: critical lower limit of the"},
    {"emergency", "emergency", AttributeKind::quantity, "temp in curr power", "Emergency upper limit of the"},
    {"emergency_hyst", "emergency_hysteresis", AttributeKind::quantity, "temp", "Where an alarm ends: emergency upper limit of the"},
    {"cap", "cap", AttributeKind::quantity, "power", "Cap on the"},
    {"cap_hyst", "cap_hysteresis", AttributeKind::quantity, "power", "Where an alarm ends: cap on the"},
    {"cap_min", "cap_min", AttributeKind::quantity, "power", "Least cap on the"},
    {"cap_max", "cap_max", AttributeKind::quantity, "power", "Greatest cap on the"},
    {"rated_min", "rated_min", AttributeKind::quantity, "temp in curr power humidity", "Rated minimum of the"},
    {"rated_max", "rated_max", AttributeKind::quantity, "temp in curr power humidity", "Rated maximum of the"},
    {"", "critical", AttributeKind::trip_point, "temp in curr power", "Critical upper limit of the"},
    {"", "passive", AttributeKind::trip_point, "temp", "Trip point of passive cooling by the"},
    {"", "active", AttributeKind::trip_point, "temp", "Trip point of active cooling by the"},
    {"", "hot", AttributeKind::trip_point, "temp", "Hot trip point of the"},
    {"alarm", "alarm", AttributeKind::alarm, "", "channel"},
    {"min_alarm", "min_alarm", AttributeKind::alarm, "", "min"},
    {"max_alarm", "max_alarm", AttributeKind::alarm, "", "max"},
    {"crit_alarm", "critical_alarm", AttributeKind::alarm, "", "critical"},
    {"lcrit_alarm", "lower_critical_alarm", AttributeKind::alarm, "", "lower_critical"},
    {"emergency_alarm", "emergency_alarm", AttributeKind::alarm, "", "emergency"},
    {"cap_alarm", "cap_alarm", AttributeKind::alarm, "", "cap"},
    {"fault", "fault", AttributeKind::fault, "", ""},
    {"enable", "enable", AttributeKind::enable, "", ""},
};
// clang-format on

// A quantity in the type's unit, not a flag.
constexpr bool is_quantity(AttributeKind kind) {
    return kind == AttributeKind::quantity || kind == AttributeKind::reading ||
           kind == AttributeKind::trip_point;
}

// The meaning of a file in a chip's directory. `attribute` is null for the label.
struct SensorFile {
    const SensorType* type;
    unsigned number; // 1 of temp1_input
    const SensorAttribute* attribute;
};

// "temp1_crit" is the attribute crit of the first temperature; nothing for any other file.
std::optional<SensorFile> parse_sensor_file(std::string_view name);

// "temp1".
std::string feature_name(const SensorType& type, unsigned number);

// The entry of sensor_attributes with this name in rows, or null.
const SensorAttribute* find_attribute(std::string_view name);

} // namespace promfile
