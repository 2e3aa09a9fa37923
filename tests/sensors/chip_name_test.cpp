#include "sensors/chip_name.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <filesystem>

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

TEST_CASE("a chip is named for its device and the bus of it") {
    struct {
        const char* device;
        const char* subsystem;
        const char* name;
    } const cases[] = {
        {"3-0048", "i2c", "x-i2c-3-48"},
        {"3-0048", "", "x-i2c-3-48"}, // old kernels have no link to the bus
        {"three", "i2c", "x-virtual-0"},
        {"spi2.1", "spi", "x-spi-2-1"},
        {"spi", "spi", "x-virtual-0"},
        {"0000:00:18.3", "pci", "x-pci-00c3"},
        {"coretemp.1", "platform", "x-isa-0001"},
        {"coretemp", "platform", "x-isa-0000"},
        {"0003:1B1C:1C08.000A", "hid", "x-hid-3-a"},
        {"0003", "hid", "x-virtual-0"},
        {"eth0:07", "mdio_bus", "x-mdio-7"},
        {"eth0", "mdio_bus", "x-mdio-0"},
        {"1:0:2:4", "scsi", "x-scsi-1-24"},
        {"sda", "scsi", "x-virtual-0"},
        {"PNP0C0A:00", "acpi", "x-acpi-0"},
        {"usb1", "usb", "x-virtual-0"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.device);
        const TemporaryDirectory root;
        const std::string device = root.path(c.device);
        std::filesystem::create_directory(device);
        if (*c.subsystem != '\0') {
            std::filesystem::create_symlink(root.path("bus/") + c.subsystem, device + "/subsystem");
        }
        CHECK(to_string(identify_chip(root.path(), "x", device)) == c.name);
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
