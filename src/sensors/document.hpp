#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

// One feature of a chip; sensors.hpp explains the texts.
struct SensorRow {
    std::string element;
    std::string chip;
    std::string feature;
    std::string sensor;
    std::vector<std::pair<std::string, std::string>> attributes; // name, value
};

// The <sensors> document: a line for each row, attributes in the order of sensor_attributes.
std::string sensors_document(const std::vector<SensorRow>& rows);

// A text, escaped for the value of an attribute. Invalid UTF-8 and control characters, which XML
// cannot represent, become U+FFFD.
std::string xml_attribute(std::string_view text);

} // namespace promfile
