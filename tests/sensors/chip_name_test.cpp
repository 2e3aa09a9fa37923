#include "sensors/chip_name.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("chip names are written as lm-sensors writes them") {
    struct {
        ChipName chip;
        const char* text;
    } const cases[] = {
        {{"coretemp", BusType::isa, 0, 0}, "coretemp-isa-0000"},
        {{"nct6776", BusType::isa, 0, 0xa30}, "nct6776-isa-0a30"},
        {{"k10temp", BusType::pci, 0, 0xc3}, "k10temp-pci-00c3"},
        {{"mlx5", BusType::pci, 0, 0x10201}, "mlx5-pci-10201"},
        {{"lm75", BusType::i2c, 11, 0x8}, "lm75-i2c-11-08"},
        {{"lm70", BusType::spi, 2, 1}, "lm70-spi-2-1"},
        {{"acpitz", BusType::virtual_device, 0, 0}, "acpitz-virtual-0"},
        {{"BAT0", BusType::acpi, 0, 0}, "BAT0-acpi-0"},
        {{"corsairpsu", BusType::hid, 3, 10}, "corsairpsu-hid-3-a"},
        {{"phy", BusType::mdio, 0, 7}, "phy-mdio-7"},
        {{"drivetemp", BusType::scsi, 3, 0x124}, "drivetemp-scsi-3-124"},
        {{"cpu-thermal", BusType::thermal, 0, 12}, "cpu-thermal-thermal-12"},
    };
    for (const auto& c : cases) {
        CHECK(to_string(c.chip) == c.text);
    }
}

TEST_CASE("chip patterns select by prefix, bus and address") {
    const ChipName lm75{"lm75", BusType::i2c, 3, 0x48};
    for (const char* good : {"lm75-*", "*-*", "lm75-i2c-*-*", "lm75-i2c-3-*", "lm75-i2c-*-48",
                             "*-i2c-3-48", "lm75-i2c-3-0048"}) {
        CAPTURE(good);
        REQUIRE(parse_chip_pattern(good).has_value());
        CHECK(matches(*parse_chip_pattern(good), lm75));
    }
    for (const char* other : {"lm76-*", "lm75-isa-*", "lm75-i2c-4-*", "lm75-i2c-*-49"}) {
        CAPTURE(other);
        REQUIRE(parse_chip_pattern(other).has_value());
        CHECK_FALSE(matches(*parse_chip_pattern(other), lm75));
    }
    for (const char* bad : {"", "*", "lm75", "lm75-", "lm75-usb-*", "lm75-i2c", "lm75-i2c-3",
                            "lm75-i2c-x-48", "lm75-i2c--1-48", "lm75-isa-029g", "lm75-isa-"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_chip_pattern(bad).has_value());
    }
}
