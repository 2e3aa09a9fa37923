#include "values/exact_factor.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <string>

using promfile::ExactFactor;

namespace {

constexpr double two_to_60 = 1152921504606846976.0;
constexpr double unlimited = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("a number is converted exactly and rounded once") {
    const struct {
        double multiply;
        double divide;
        double zero;
        double scale;
        std::string text;
        double expected;
    } cases[] = {
        {1, 1, 0, 1, "0.1", 0.1},
        {1, 1, 0, 0.001, "5.1", 0.0051},
        {1, 1e3, 0, 1, "5.1", 0.0051},
        {1, 100, 0, 1, "99.99", 0.9999},
        {1, 1e3, 0, 3.6, "-43609.20", -156.99312},
        {3600, 1, 0, 1, "1.1", 3960},
        {60, 1, 0, 1, "4.1", 246},
        {1, 1, 0, -0.2, "0.1", -0.02},
        {1, 1, 0, 0, "3.7", 0},
        {1, 1, 0, 1e-9, "123456789.12345679", 0.12345678912345679},
        {1, 1, 0, 8.9, "1.2345678901234567", 10.987654222098765},
        {1, 1, 0, 3, "9007199254740993", 27021597764222979.0},
        {1, 1e9, 0, 1, "1571399302123456789", 1571399302.1234568},
        {1, 1e9, 0, 1, "0.000000005", 5e-18},
        {1, 1, 273.15, 1, "300", 26.85},
        {1, 1, 273.15, 1, "273.15", 0},
        {1, 1, 273.15, 0.1, "300.15", 2.7},
        {5, 9, 32, 1, "32.9", 0.5},
        {5, 9, 32, 1, "32.1", 0.05555555555555555},
        {5, 9, 32, 1.8, "99.99", 67.99},
        {5, 9, 32, 1, "-1e300", -5.555555555555556e299},
        {two_to_60, 1, 0, 1, "3.3", 3.804640965202595e18},
        {two_to_60, 1, 0, 1, "1.00000000000000001", 1152921504606846976.0},
        {two_to_60, 1, 0, 0.1, "7.1", 8.185742682708613e17},
        {1000, 1, 0, 1e-3, "1e308", 1e308},
        {1, 1, 0, 1e-200, "1e-150", 0},
        {1, 1, 0, 1e10, "1e300", unlimited},
        {1, 1, 0, 1e10, "-1e300", -unlimited},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CAPTURE(c.multiply);
        CAPTURE(c.scale);
        const ExactFactor factor(c.multiply, c.divide, c.zero, c.scale);
        CHECK(factor.of_text(c.text) == c.expected);
        CHECK(factor.of(promfile::Decimal::of_text(c.text)) == c.expected);
    }
}

TEST_CASE("a double is converted as its shortest decimal number") {
    CHECK(ExactFactor(0.001).of(5.1) == 0.0051);
    CHECK(ExactFactor(1.1e-300).of(1.1e300) == 1.21);
    CHECK(ExactFactor(0.3333333333333333).of(-0.0) == 0);
    CHECK(ExactFactor(1, 100, 0, 1).of(0.30000000000000004) == 0.0030000000000000004);
}

TEST_CASE("a text that is not a number has no conversion") {
    for (const char* text : {"", "5 ms", "1e400", "nan", "1234567890123456789x"}) {
        CAPTURE(text);
        CHECK_FALSE(ExactFactor(0.001).of_text(text).has_value());
    }
    CHECK(ExactFactor(1e300).of_text("1e-400") == 0);
}
