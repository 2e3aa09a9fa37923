#include "sensors/sensors.hpp"
#include "tree.hpp"

#include <doctest/doctest.h>

using namespace promfile;

namespace {

std::string document(const std::string& listing) {
    Tree tree;
    SensorOptions options;
    options.root = tree.add(listing).root();
    return read_sensors(options).xml;
}

// Two zones of one type and one of another.
const std::string zones = "[devices/virtual/thermal/thermal_zone0]\ntype soc-thermal\ntemp 41000\n"
                          "subsystem -> ../../../../class/thermal\n"
                          "trip_point_0_type critical\ntrip_point_0_temp 95000\n"
                          "trip_point_1_type passive\ntrip_point_1_temp 75000\n"
                          "[devices/virtual/thermal/thermal_zone10]\ntype soc-thermal\ntemp 43000\n"
                          "trip_point_0_type passive\ntrip_point_0_temp 70000\n"
                          "trip_point_1_type passive\ntrip_point_1_temp 65000\n"
                          "[devices/virtual/thermal/thermal_zone2]\ntype gpu-thermal\ntemp 42000\n"
                          "[class/thermal]\n"
                          "thermal_zone0 -> ../../devices/virtual/thermal/thermal_zone0\n"
                          "thermal_zone2 -> ../../devices/virtual/thermal/thermal_zone2\n"
                          "thermal_zone10 -> ../../devices/virtual/thermal/thermal_zone10\n";

const std::string gpu = "  <temperature chip=\"gpu-thermal-thermal-2\" feature=\"temp1\" "
                        "sensor=\"temp1\" value=\"42\"/>\n";

std::string joined(const std::string& chip) {
    return "<sensors>\n  <temperature chip=\"" + chip +
           "\" feature=\"temp1\" sensor=\"temp1\" value=\"41\" critical=\"96\" passive=\"75\"/>\n"
           "  <temperature chip=\"" +
           chip + "\" feature=\"temp2\" sensor=\"temp2\" value=\"43\" passive=\"65\"/>\n" + gpu +
           "</sensors>\n";
}

} // namespace

TEST_CASE("a zone without a chip is a chip of its own") {
    CHECK(document(zones) ==
          "<sensors>\n  <temperature chip=\"soc-thermal-thermal-0\" feature=\"temp1\" "
          "sensor=\"temp1\" value=\"41\" critical=\"95\" passive=\"75\"/>\n" +
              gpu +
              "  <temperature chip=\"soc-thermal-thermal-10\" feature=\"temp1\" sensor=\"temp1\" "
              "value=\"43\" passive=\"65\"/>\n</sensors>\n");
}

TEST_CASE("zones of a type are published as the chip that the kernel made for it") {
    const std::string files = "name soc_thermal\ntemp1_input 41000\ntemp1_crit 96000\n"
                              "temp2_input 43000\n";
    SUBCASE("below the first zone") {
        CHECK(document(zones + "[devices/virtual/thermal/thermal_zone0/hwmon0]\n" + files +
                       "device -> ../../thermal_zone0\n[class/hwmon]\n"
                       "hwmon0 -> ../../devices/virtual/thermal/thermal_zone0/hwmon0\n") ==
              joined("soc_thermal-virtual-0"));
    }
    SUBCASE("without a device, found by the type") {
        CHECK(document(zones + "[devices/virtual/hwmon/hwmon0]\n" + files +
                       "[class/hwmon]\nhwmon0 -> ../../devices/virtual/hwmon/hwmon0\n") ==
              joined("soc_thermal-virtual-0"));
    }
    SUBCASE("a chip of that name with a device of its own is another") {
        const std::string xml = document(zones + "[devices/platform/x/hwmon/hwmon0]\n" + files +
                                         "device -> ../../../x\n[class/hwmon]\n"
                                         "hwmon0 -> ../../devices/platform/x/hwmon/hwmon0\n");
        CHECK(xml.find("soc-thermal-thermal-10") != std::string::npos);
    }
    SUBCASE("a zone that the chip has no feature for stands alone") {
        const std::string xml =
            document(zones + "[devices/virtual/hwmon/hwmon0]\nname soc_thermal\ntemp1_input 41000\n"
                             "[class/hwmon]\nhwmon0 -> ../../devices/virtual/hwmon/hwmon0\n");
        CHECK(xml.find("soc-thermal-thermal-0") == std::string::npos);
        CHECK(xml.find("soc-thermal-thermal-10") != std::string::npos);
    }
}
