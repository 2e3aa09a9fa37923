#include "sensors/sensor_types.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("files of sysfs that belong to a sensor") {
    struct {
        const char* file;
        const char* feature; // "" if it belongs to none
        const char* attribute;
    } const cases[] = {
        {"temp1_input", "temp1", "value"},
        {"temp12_crit", "temp12", "critical"},
        {"pwm1", "pwm1", "value"},
        {"in0_label", "in0", ""},
        {"temp1", "", ""},
        {"temp1_", "", ""},
        {"temp1input", "", ""},
        {"temp_input", "", ""},
        {"temp1_crit_hyst_x", "", ""},
        {"intrusion0_alarm", "intrusion0", "alarm"},
        {"name", "", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.file);
        const auto file = parse_sensor_file(c.file);
        REQUIRE(file.has_value() == (*c.feature != '\0'));
        if (file) {
            CHECK(feature_name(*file->type, file->number) == c.feature);
            CHECK((file->attribute == nullptr ? "" : file->attribute->name) == c.attribute);
        }
    }
}
