#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

// One feature of a chip; see sensors.hpp for what the texts are.
struct SensorRow {
    std::string element;
    std::string chip;
    std::string feature;
    std::string sensor;
    std::vector<std::pair<std::string, std::string>> attributes; // name, value
};

// The <sensors> document: one line a row, its attributes in the order of sensor_attributes.
std::string sensors_document(const std::vector<SensorRow>& rows);

// A text as it stands between the quotes of an attribute. What XML cannot hold (invalid UTF-8,
// control characters) becomes U+FFFD.
std::string xml_attribute(std::string_view text);

} // namespace promfile
