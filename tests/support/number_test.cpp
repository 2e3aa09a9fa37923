#include "support/number.hpp"

#include <charconv>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <string>

using namespace promfile;

TEST_CASE("parse_number takes a decimal number that is the whole text") {
    struct {
        const char* text;
        double value;
    } const good[] = {
        {"0", 0},       {"5", 5},
        {"+5", 5},      {"-5", -5},
        {".5", .5},     {"5.", 5},
        {"1e3", 1000},  {"1E+3", 1000},
        {"1e-3", .001}, {"-.25", -.25},
        {"007", 7},     {"1e-999", 0},
        {"0.1", 0.1},   {"18446744073709551609", 18446744073709551609.0},
    };
    for (const auto& c : good) {
        CAPTURE(c.text);
        REQUIRE(parse_number(c.text).has_value());
        CHECK(*parse_number(c.text) == c.value);
    }
    for (const char* bad : {"",       " 5",  "5 ",  "+",   "-",   "+-5",  "--5",      "0x10",
                            "1_000",  "1,5", "nan", "NaN", "inf", "-Inf", "infinity", "1e400",
                            "-1e400", "5x",  "1e",  "e5",  "N/A", "5\n"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_number(bad).has_value());
    }
}

TEST_CASE("parse_number beyond the range of a double: too small is 0, too large is refused") {
    const std::string zeros(400, '0');
    const std::string huge = "99999999999999999999"; // beyond 64 bits
    for (const std::string& small :
         {"0." + zeros + "1", "-." + zeros + "1", "1" + zeros + "e-800", "0." + zeros + "1e50",
          "1e-" + huge, "1" + zeros + ".5e-" + huge, "0e" + huge, "0." + zeros + "e-" + huge}) {
        CAPTURE(small);
        REQUIRE(parse_number(small).has_value());
        CHECK(*parse_number(small) == 0);
    }
    for (const std::string& large :
         {"1" + zeros, "1" + zeros + "e-10", "-1" + zeros + ".5", "00" + std::string("1") + zeros,
          "0." + zeros + "1e800", "1e" + huge, "1e+" + huge, "0.1e" + huge}) {
        CAPTURE(large);
        CHECK_FALSE(parse_number(large).has_value());
    }
    CHECK(parse_number("1" + zeros + "e-400") == 1);
    CHECK(parse_number("0." + zeros + "1e401") == 1);
}

TEST_CASE("short_decimal reads the same number as std::from_chars, or nothing") {
    for (const char* none :
         {"", "-", ".", "-.", "--1", "1-", "+1", " 1", "1 ", "1.2.3", "1e3", "1,5", "0x1",
          "1234567890123456", ".1234567890123456", "0000000000000001"}) {
        CAPTURE(none);
        CHECK_FALSE(short_decimal(none).has_value());
    }
    std::mt19937_64 random(7);
    for (int i = 0; i < 200'000; ++i) {
        const size_t count = 1 + random() % 15;
        std::string text;
        for (size_t digit = 0; digit < count; ++digit) {
            text += static_cast<char>('0' + random() % 10);
        }
        if (random() % 4 != 0) {
            text.insert(random() % (count + 1), ".");
        }
        text.insert(0, random() % 2 == 0 ? "-" : "");
        CAPTURE(text);
        double expected = 0;
        std::from_chars(text.data(), text.data() + text.size(), expected);
        const std::optional<double> number = short_decimal(text);
        REQUIRE(number.has_value());
        REQUIRE(*number == expected);
        REQUIRE(std::signbit(*number) == std::signbit(expected));
    }
}

TEST_CASE("format_number is short, exact and legal in the exposition format") {
    struct {
        double value;
        const char* text;
    } const cases[] = {
        {6, "6"},
        {0, "0"},
        {-0.0, "0"},
        {-0.5, "-0.5"},
        {0.1, "0.1"},
        {50.5, "50.5"},
        {1571399302, "1571399302"},
        {1e22, "1e+22"},
        {std::nan(""), "NaN"},
        {std::numeric_limits<double>::infinity(), "+Inf"},
        {-std::numeric_limits<double>::infinity(), "-Inf"},
    };
    for (const auto& c : cases) {
        CHECK(format_number(c.value) == c.text);
    }
    for (double value : {1.0 / 3, 5e-324, 1.7976931348623157e308, 123456789.123456789}) {
        CHECK(parse_number(format_number(value)) == value);
    }
}

TEST_CASE("trimmed takes off XML white space only") {
    CHECK(trimmed(" \t\r\n a b \n") == "a b");
    CHECK(trimmed("") == "");
    CHECK(trimmed(" \n ") == "");
    CHECK(trimmed("\xc2\xa0x") == "\xc2\xa0x");
}
