#include "values/duration.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("parse_duration reads clocks, compound units and ISO 8601") {
    const struct {
        const char* text;
        double seconds;
    } good[] = {
        {"2 days, 03:04:05", 183845},
        {"2 days 03:04:05.5", 183845.5},
        {"1 day, 0:00:01", 86401},
        {"1:02:03", 3723},
        {"100:00:00", 360000},
        {"00:00:00:18.877", 18.877},
        {"1:02:03:04", 93784},
        {"12:00:00:00", 1036800},
        {"1 week 2:03:04:05", 788645},
        {"1h 30m 5s", 5405},
        {"3d4h", 273600},
        {"2 weeks and 1 day", 1296000},
        {"1 hour, 2 minutes, 3 seconds", 3723},
        {"1d 5m", 86700},
        {"1s 500ms", 1.5},
        {"P1DT2H", 93600},
        {"PT1.5S", 1.5},
        {"P2W", 1209600},
        {"PT0S", 0},
        {"P1D", 86400},
        {"PT1.1H", 3960},
        {"P1.1D", 95040},
        {"1.1h 0.1s", 3960.1},
        {"1s 5.1ms", 1.0051},
        {"16:00:00.1", 57600.1},
    };
    for (const auto& c : good) {
        CAPTURE(c.text);
        REQUIRE(parse_duration(c.text).has_value());
        CHECK(parse_duration(c.text)->over(1) == c.seconds);
    }
    for (const char* bad : {"",
                            "5",
                            "5m",
                            "3:04",
                            "1:2:3",
                            "01:60:00",
                            "01:00:60",
                            "1s 1h",
                            "1h 1h",
                            "5 MiB",
                            "2 days,",
                            "2 days, x",
                            "2h 03:04:05",
                            "P",
                            "PT",
                            "P1Y",
                            "P1M",
                            "PT1S2H",
                            "P1DT",
                            "1.5:00:00",
                            "days",
                            "2 days 5",
                            "-1 day",
                            "1 KiB 2s",
                            "1:24:00:00",
                            "1:2:03:04",
                            "0:0:0:1:02:03:04",
                            "1:02.5:03",
                            "1:02:03:",
                            ":01:02:03",
                            "1:02:03:4",
                            "1 day 2:03:04:05",
                            "1:00:00:60",
                            "1:02:03:04:05",
                            "00:00:00:.5",
                            "00:00:0.50"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_duration(bad).has_value());
    }
}

TEST_CASE("durations of options") {
    const struct {
        const char* text;
        double seconds;
    } good[] = {{"15min", 900}, {"15m", 900},     {" 1h ", 3600}, {"90 s", 90},      {"60", 60},
                {"0.5", 0.5},   {"1h 30m", 5400}, {"PT15M", 900}, {"2 days", 172800}};
    for (const auto& c : good) {
        CAPTURE(c.text);
        CHECK(parse_option_duration(c.text) == c.seconds);
    }
    for (const char* bad : {"", "m", "15 bytes", "15MiB", "soon", "5 m m", "1e400"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_option_duration(bad).has_value());
    }
}
