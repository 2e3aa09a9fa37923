#include "values/decimal.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <string>

using promfile::Decimal;

namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("a decimal number has all digits of its text") {
    const struct {
        std::string text;
        double number;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"00012", 12},
        {"-12.50", -12.5},
        {".5", 0.5},
        {"5.", 5},
        {"1e3", 1000},
        {"-1.5E+3", -1500},
        {"+25e-4", 0.0025},
        {"1571399302123456789", 1571399302123456789.0},
        {"0." + std::string(400, '0') + "1e401", 1},
        {"1" + std::string(400, '0') + "e-400", 1},
        {"9007199254740993", 9007199254740992.0},
        {"9007199254740993." + std::string(900, '0') + "1", 9007199254740994.0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(Decimal::of_text(c.text).over(1) == c.number);
    }
}

TEST_CASE("a double is its shortest decimal number, a whole one itself") {
    for (const double number : {0.0, -0.0, 0.1, -2.5e-7, 1e300, 5e-324, 123456789.12345679}) {
        CAPTURE(number);
        CHECK(Decimal::shortest(number).over(1) == number);
        CHECK(Decimal::whole(number).over(1) == number);
    }
    constexpr double exbi = 1152921504606846976.0;
    CHECK((Decimal::shortest(exbi) - Decimal::whole(exbi)).over(1) == 24);
}

TEST_CASE("sums, differences and products of decimal numbers are exact") {
    const struct {
        const char* left;
        const char* right;
        double sum;
        double difference;
        double product;
    } cases[] = {
        {"0.1", "0.2", 0.3, -0.1, 0.02},
        {"300", "273.15", 573.15, 26.85, 81945},
        {"1e16", "1e-16", 1e16, 1e16, 1},
        {"-1.1", "3600", 3598.9, -3601.1, -3960},
        {"5", "0", 5, 5, 0},
        {"0", "-5", -5, 5, 0},
        {"5", "5", 10, 0, 25},
        {"1e300", "1e300", 2e300, 0, no_limit},
        {"-1e300", "1e300", 0, -2e300, -no_limit},
        {"123456789012345678", "1000000001", 123456790012345679.0, 123456788012345677.0,
         123456789135802467012345678.0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.left);
        CAPTURE(c.right);
        const Decimal left = Decimal::of_text(c.left);
        const Decimal right = Decimal::of_text(c.right);
        CHECK((left + right).over(1) == c.sum);
        CHECK((left - right).over(1) == c.difference);
        CHECK((left * right).over(1) == c.product);
        CHECK((left - left).over(1) == 0);
    }
}

TEST_CASE("digits of either sign are one number") {
    CHECK(Decimal({-1, 1}, 0).over(1) == 999'999'999);
    CHECK(Decimal({1, -1}, 0).over(1) == -999'999'999);
    CHECK(Decimal({0, 0, 0}, 5).over(1) == 0);
    CHECK(Decimal({8'999'999'999'999'999'999}, -18).over(1) == 9);
}

TEST_CASE("a quotient is rounded once") {
    const struct {
        std::string text;
        std::uint64_t divisor;
        double quotient;
    } cases[] = {
        {"10", 3, 10.0 / 3},
        {"-10", 3, -10.0 / 3},
        {"16538750.7", 3, 5512916.9},
        {"2e308", 2, 1e308},
        {"2e308", 1, no_limit},
        {"4e-324", 2, 0},
        {"15e-324", 2, 1e-323},
        {"1", 9'000'000'000, 1.0 / 9e9},
        // Halfway between two doubles but for a third of the last digit.
        {"27021597764222979", 3, 9007199254740992.0},
        {"27021597764222979." + std::string(400, '0') + "1", 3, 9007199254740994.0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(Decimal::of_text(c.text).over(c.divisor) == c.quotient);
    }
}
