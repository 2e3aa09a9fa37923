#include "values/unit.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace promfile;

TEST_CASE("a number of a unit becomes one of the base unit, rounded once") {
    const struct {
        const char* unit;
        double number;
        const char* base;
        double expected;
    } cases[] = {
        {"ms", 4140, "seconds", 4.14},
        {"us", 3, "seconds", 3e-6},
        {"ns", 1, "seconds", 1e-9},
        {"min", 2, "seconds", 120},
        {"h", 1.5, "seconds", 5400},
        {"d", 1, "seconds", 86400},
        {"w", 1, "seconds", 604800},
        {"kB", 2, "bytes", 2000},
        {"KB", 2, "bytes", 2000},
        {"MiB", 634, "bytes", 664797184},
        {"GiB", 0.5, "bytes", 536870912},
        {"Mbit", 8, "bytes", 1e6},
        {"bit", 12, "bytes", 1.5},
        {"%", 12, "ratio", 0.12},
        {"percent", 7, "ratio", 0.07},
        {"C", 45, "celsius", 45},
        {"F", 212, "celsius", 100},
        {"fahrenheit", 32, "celsius", 0},
        {"kelvin", 273.15, "celsius", 0},
        {"kelvin", 300, "celsius", 26.85},
        {"F", 32.9, "celsius", 0.5},
        {"mV", 1100, "volts", 1.1},
        {"uV", 1, "volts", 1e-6},
        {"mA", 20, "amperes", 0.02},
        {"mW", 75, "watts", 0.075},
        {"kWh", 1, "joules", 3.6e6},
        {"MHz", 1410, "hertz", 1.41e9},
        {"RPM", 5120, "rpm", 5120},
        {"Seconds", 3, "seconds", 3},
        {"KB/s", 1, "bytes", 1000},
        {"mm", 5, "meters", 0.005},
        {"kg", 2, "grams", 2000},
        {"Percentage", 18, "ratio", 0.18},
        {"megabyte", 2, "bytes", 2e6},
        {"gigahertz", 2.4, "hertz", 2.4e9},
        {"h", 1.1, "seconds", 3960},
        {"min", 4.1, "seconds", 246},
        {"kW", 1.005, "watts", 1005},
        {"Bps", 80, "bytes", 80},
        {"MBps", 2, "bytes", 2e6},
        {"bps", 80, "bytes", 10},
        {"Mbps", 8, "bytes", 1e6},
        {"kib", 3, "bytes", 3072},
        {"F", 32.1, "celsius", 0.05555555555555555},
        {"ms", 5.1, "seconds", 0.0051},
        {"%", 99.99, "ratio", 0.9999},
        {"EiB", 3.3, "bytes", 3.804640965202595e18},
        {"EiB", 0.7, "bytes", 8.070450532247928e17},
        {"EiB", 1.15, "bytes", 1.325859730297874e18},
        {"EiB", 7.1, "bytes", 8.185742682708613e18},
    };
    for (const auto& c : cases) {
        CAPTURE(c.unit);
        const Unit* unit = find_unit(c.unit);
        REQUIRE(unit != nullptr);
        CHECK(unit->base == c.base);
        CHECK(unit->factor().of(c.number) == c.expected);
    }
    for (const char* unknown : {"", "foo", "K", "m", "M", "MV", "Mb", "Gb", "Mib", "Gib", "BPS",
                                "mbps", "S", "/s", "auto"}) {
        CAPTURE(unknown);
        CHECK(find_unit(unknown) == nullptr);
    }
}

TEST_CASE("no unit is in the table twice") {
    std::set<std::string_view> seen;
    for (const std::string_view name : unit_names()) {
        CAPTURE(std::string(name));
        CHECK(seen.insert(name).second);
    }
}

TEST_CASE("parse_quantity reads number and unit from one text") {
    const struct {
        const char* text;
        double expected;
    } good[] = {
        {"634 MiB", 664797184},
        {"634MiB", 664797184},
        {"5120 RPM", 5120},
        {"14.1G", 14.1e9},
        {"14.1 G", 14.1e9},
        {"2k", 2000},
        {"2K", 2000},
        {"3T", 3e12},
        {"1E", 1e18},
        {"1e3", 1000},
        {"1e3 ms", 1},
        {"12 %", 0.12},
        {"12%", 0.12},
        {"45 C", 45},
        {"3.5ms", 0.0035},
        {"-5 C", -5},
        {"+5 C", 5},
        {"75.00 W", 75},
        {"1000 KB/s", 1e6},
        {"100 Mbit/s", 12.5e6},
        {"42", 42},
        {" 42 MB ", 42e6},
        {"2 days, 03:04:05", 183845},
        {"1 day", 86400},
        {"03:04:05", 11045},
        {"1h 30m", 5400},
        {"1h30m5s", 5405},
        {"PT1H30M", 5400},
        {"5.1 ms", 0.0051},
        {"1571399302123456789 ns", 1571399302.1234568},
    };
    for (const auto& c : good) {
        CAPTURE(c.text);
        const auto value = parse_quantity(c.text, 1000);
        REQUIRE(value.has_value());
        CHECK(*value == c.expected);
    }
    for (const char* bad :
         {"", " ", "N/A", "MiB", "1,024 KiB", "2 Gib", "5 foo", "5 errors", "5m", "5 MiB 3",
          "1_000", "--5 C", "inf", "nan %", "5 K K", "1e400", "0x10"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_quantity(bad, 1000).has_value());
    }
}

TEST_CASE("with auto-binary K M G T, alone or before B, are powers of 1024") {
    constexpr double gibi = 1024.0 * 1024 * 1024;
    const struct {
        const char* text;
        double decimal;
        double binary;
    } cases[] = {
        {"1K", 1000, 1024},
        {"1k", 1000, 1024},
        {"1.5G", 1.5e9, 1.5 * gibi},
        {"192 KB", 192e3, 192 * 1024},
        {"1kB", 1000, 1024},
        {"1kb", 1000, 1024},
        {"8 MB", 8e6, 8 * 1024 * 1024},
        {"8 mb", 8e6, 8 * 1024 * 1024},
        {"2 GB", 2e9, 2 * gibi},
        {"1 TB", 1e12, 1024 * gibi},
        {"1 PB", 1e15, 1024 * 1024 * gibi},
        {"1 EB", 1e18, gibi * gibi},
        {"3.3E", 3.3e18, 3.804640965202595e18},
        {"4 megabytes", 4e6, 4 * 1024 * 1024},
        {"1000 KB/s", 1e6, 1024e3},
        {"1 B", 1, 1},
        {"1 MiB", 1048576, 1048576},
        {"8 kbit", 1000, 1000},
        {"1 kHz", 1000, 1000},
        {"1 kW", 1000, 1000},
        {"42", 42, 42},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(parse_quantity(c.text, 1000) == c.decimal);
        CHECK(parse_quantity(c.text, 1024) == c.binary);
    }
}
