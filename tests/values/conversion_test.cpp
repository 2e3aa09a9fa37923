#include "values/conversion.hpp"

#include "support/error.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace promfile;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Converter compile(const Conversion& conversion) {
    return {conversion, "/nowhere"};
}

Converted number(double value) {
    return {ConversionOutcome::number, value};
}

const Converted missing{ConversionOutcome::missing, 0};
const Converted invalid{ConversionOutcome::invalid, 0};
const Converted skipped{ConversionOutcome::skipped, 0};

} // namespace

TEST_CASE("a plain text is a number as a whole") {
    const Converter converter = compile({});
    CHECK(converter.from_text("5") == number(5));
    CHECK(converter.from_text(" +5\n") == number(5));
    CHECK(converter.from_text("1e3") == number(1000));
    CHECK(converter.from_text("18446744073709551609") == number(18446744073709551609.0));
    CHECK(converter.from_text("") == missing);
    CHECK(converter.from_text(" \n") == missing);
    for (const char* text : {"N/A", "5 MiB", "1,5", "nan", "NaN", "inf", "Infinity", "1e400"}) {
        CAPTURE(text);
        CHECK(converter.from_text(text) == invalid);
    }
}

TEST_CASE("the map comes before the number, and its numbers are used as they are") {
    Conversion conversion;
    conversion.map = {{"yes", 1.0}, {"INFINITY", infinity}, {"no", Skip{}}, {"5", 50.0}};
    conversion.scale = 10;
    const Converter converter = compile(conversion);
    CHECK(converter.from_text(" yes ") == number(1));
    CHECK(converter.from_text("INFINITY") == number(infinity));
    CHECK(converter.from_text("no") == skipped);
    CHECK(converter.from_text("5") == number(50));
    CHECK(converter.from_text("6") == number(60));
    CHECK(converter.from_text("Yes") == invalid);
    CHECK(converter.from_text("") == missing);

    conversion.map_else = 0.0;
    CHECK(compile(conversion).from_text("other") == number(0));
    CHECK(compile(conversion).from_text("6") == number(0));
    CHECK(compile(conversion).from_text("") == missing);
    conversion.map_else = Skip{};
    CHECK(compile(conversion).from_text("6") == skipped);
}

TEST_CASE("units, then scale") {
    Conversion conversion;
    conversion.unit = "ms";
    CHECK(compile(conversion).from_text("4140") == number(4.14));
    CHECK(compile(conversion).from_number(4140.0) == number(4.14));
    CHECK(compile(conversion).from_text("4140 ms") == invalid);
    conversion.scale = 2;
    CHECK(compile(conversion).from_text("4140") == number(8.28));
    conversion.unit = "auto";
    CHECK(compile(conversion).from_text("1K") == number(2000));
    CHECK(compile(conversion).from_text("5") == number(10));
    CHECK(compile(conversion).from_text("5 foo") == invalid);
    conversion.unit = "auto-binary";
    CHECK(compile(conversion).from_text("1K") == number(2048));
    CHECK(compile(conversion).from_number(5.0) == number(10));

    conversion = {};
    conversion.scale = 0.001;
    CHECK(compile(conversion).from_text("4140") == number(4.14));
    CHECK(compile(conversion).from_text("3") == number(0.003));
    conversion.scale = 3;
    CHECK(compile(conversion).from_text("1.1") == number(3.3));
    conversion.scale = 1e300;
    CHECK(compile(conversion).from_text("1e300") == invalid);

    const struct {
        const char* unit;
        double scale;
        const char* text;
        double expected;
    } exact[] = {
        {"ms", 1, "5.1", 0.0051},
        {"", 0.001, "5.1", 0.0051},
        {"auto", 1, "5.1 ms", 0.0051},
        {"%", 1, "33.3", 0.333},
        {"ms", 3.6, "-43609.20", -156.99312},
        {"auto", 3.6, "-43609.20 ms", -156.99312},
        {"auto", 0.1, "PT1.1H", 396},
        {"kelvin", 0.1, "300.15", 2.7},
        {"kB", 0.001, "1e308", 1e308},
    };
    for (const auto& c : exact) {
        CAPTURE(c.text);
        CAPTURE(c.unit);
        conversion = {};
        conversion.unit = c.unit;
        conversion.scale = c.scale;
        CHECK(compile(conversion).from_text(c.text) == number(c.expected));
    }
}

TEST_CASE("times") {
    Conversion conversion;
    conversion.time = "iso8601";
    CHECK(compile(conversion).from_text("1970-01-01T00:01:00") == number(60));
    CHECK(compile(conversion).from_text("Never") == invalid);
    CHECK(compile(conversion).from_text("60") == invalid);
    CHECK(compile(conversion).from_number(60.0) == number(60));
    conversion.timezone = "CET-1";
    conversion.map = {{"Never", 0.0}};
    CHECK(compile(conversion).from_text("1970-01-01T01:01:00") == number(60));
    CHECK(compile(conversion).from_text("Never") == number(0));
}

TEST_CASE("XPath numbers and booleans") {
    Conversion conversion;
    conversion.map = {{"1", 100.0}};
    const Converter converter = compile(conversion);
    CHECK(converter.from_number(2.5) == number(2.5));
    CHECK(converter.from_number(1.0) == number(1));
    CHECK(converter.from_boolean(true) == number(1));
    CHECK(converter.from_boolean(false) == number(0));
    CHECK(converter.from_number(std::nan("")) == invalid);
    CHECK(converter.from_number(infinity) == invalid);
    CHECK(converter.from_number(-infinity) == invalid);
}

TEST_CASE("the unit that is meant is neither another quantity nor another multiple") {
    for (const char* unit :
         {"Gb",        "Mib",       "MBPS",       "mbps",        "Mibps",      "kiBps",   "Kibit",
          "kbytes",    "\xc2\xb0K", "K",          "MV",          "MJ",         "GV",      "mAh",
          "mWh",       "MWh",       "nV",         "mH",          "mhz",        "rps",     "mils",
          "megavolts", "kilovolts", "microvolts", "microwatts",  "kilometers", "mmeters", "kibit",
          "kibibits",  "mebibit",   "petabit",    "megaamperes", "months",     "decibels"}) {
        CAPTURE(unit);
        CHECK_THROWS_WITH_AS(check_unit(unit), doctest::Contains("units are ns us"), Error);
    }
    const struct {
        const char* unit;
        const char* meant;
    } cases[] = {
        {"megabit", "Mbit"},
        {"Kilobits", "kbit"},
        {"gigabit", "Gbit"},
        {"terabits", "Tbit"},
        {"Mbits", "Mbit"},
        {"MiBs", "MiB"},

        {"kw", "kW"},
        {"Mv", ""},
        {"msec.", "msec"},
        {"secnds", "seconds"},
        {"celsiu", "celsius"},
        {"megabyts", "megabyte"},
        {"miliseconds", "milliseconds"},
        {"auto-binay", "auto-binary"},
        {"gram", "grams"},
        {"kilowatt", "kilowatts"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.unit);
        const std::string end =
            *c.meant == '\0' ? "auto-binary" : "; did you mean \"" + std::string(c.meant) + "\"?";
        CHECK_THROWS_WITH_AS(check_unit(c.unit), doctest::Contains(end.c_str()), Error);
    }
}

TEST_CASE("a conversion that cannot be compiled is an error that names it") {
    const struct {
        const char* unit;
        const char* time;
        const char* zone;
        const char* sentence;
    } cases[] = {
        {"MiBs", "", "UTC", "no unit \"MiBs\"; did you mean \"MiB\"?"},
        {"celsiu", "", "UTC", "no unit \"celsiu\"; did you mean \"celsius\"?"},
        {"xyzzy", "", "UTC",
         "no unit \"xyzzy\"; units are ns us ms s min h d, B kB KiB MB MiB GB GiB, % C F, mV V mA "
         "A "
         "mW W J Wh, Hz MHz, RPM and others (man promfile.toml has them all), auto and "
         "auto-binary"},
        {"", "%H", "UTC",
         "the time format \"%H\" gives no date: a strptime format has %Y, %y or %s, and a length "
         "of "
         "time is read by unit = \"auto\""},
        {"", "iso8601", "Nowhere",
         "no time zone \"Nowhere\": there is no such file in /nowhere, and it is not a POSIX TZ "
         "string "
         "such as \"CET-1CEST,M3.5.0,M10.5.0/3\""},
    };
    for (const auto& c : cases) {
        Conversion conversion;
        conversion.unit = c.unit;
        conversion.time = c.time;
        conversion.timezone = c.zone;
        CHECK_THROWS_WITH_AS(compile(conversion), c.sentence, Error);
    }
}
