#include "values/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <vector>

using promfile::ExactSum;

namespace {

double sum_of(const std::vector<double>& terms) {
    ExactSum sum;
    for (const double term : terms) {
        sum.add(term);
    }
    return sum.value();
}

} // namespace

TEST_CASE("A sum is the one that decimal arithmetic gives") {
    struct Case {
        std::vector<double> terms;
        double sum;
    };
    const Case cases[] = {
        {{}, 0},
        {std::vector<double>(10, 0.1), 1},
        {{0.1, 0.2}, 0.3},
        {{0.681, 0.174, 0.046, 0.044}, 0.945},
        {{1e16, 1, -1e16}, 1},
        {{1e100, 0.5, -1e100}, 0.5},
        {std::vector<double>(1000, 0.001), 1},
        {{-0.1, -0.2}, -0.3},
        {{9007199254740993.0, 1}, 9007199254740993.0 + 1},
        {{1e20, -1e20, 1234.5678}, 1234.5678},
        {{1e100, -1e100, 1234.5678}, 1234.5678},
        {{123456789012345678.0, -123456789012345678.0, 1.5}, 1.5},
        {{100.3, -100.2}, 0.1},
        {std::vector<double>(10, 1e-7), 1e-6},
        {{1571399302.123456, 0.000001}, 1571399302.123457},
        {{999999.999999999, 0.000000001}, 1e6},
        {{-1e9, 0.25}, -999999999.75},
        {std::vector<double>(1'000, 1e18), 1e21},
        {{1e300, 1e-300, -1e300}, 1e-300},
        {{5e-324, 5e-324, -5e-324}, 5e-324},
        {{1.7976931348623157e308, 1.7976931348623157e308, -1.7976931348623157e308},
         1.7976931348623157e308},
    };
    for (const Case& each : cases) {
        CHECK(sum_of(each.terms) == each.sum);
        std::vector<double> reversed = each.terms;
        std::reverse(reversed.begin(), reversed.end());
        CHECK(sum_of(reversed) == each.sum);
    }
}

TEST_CASE("a single term keeps all its digits") {
    for (const double term :
         {0.1, 0.30000000000000004, 0.1 + 0.7, 1.0 / 3, 5e-324, 1.7976931348623157e308,
          123456789.123456789, -2.2250738585072014e-308}) {
        CHECK(sum_of({term}) == term);
    }
}

TEST_CASE("Infinite terms and overflow") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(sum_of({1, infinity}) == infinity);
    CHECK(std::isnan(sum_of({infinity, -infinity})));
    CHECK(sum_of({1.7e308, 1.7e308}) == infinity);
    CHECK(sum_of({-1.7e308, -1.7e308}) == -infinity);
    CHECK(std::isnan(sum_of({1, std::nan("")})));
}

TEST_CASE("A mean is rounded once") {
    const auto mean_of = [](std::initializer_list<double> terms) {
        ExactSum sum;
        for (const double term : terms) {
            sum.add(term);
        }
        return sum.mean(terms.size());
    };
    CHECK(mean_of({0.1, 0.1, 0.1}) == 0.1);
    CHECK(mean_of({3, 4, 3}) == 10.0 / 3);
    CHECK(mean_of({-0.3, -0.3, -0.3}) == -0.3);
    CHECK(mean_of({1e300, 3e300}) == 2e300);
    CHECK(std::isnan(mean_of({1, std::nan("")})));
}

TEST_CASE("Sums of parts are the sum of all") {
    ExactSum left;
    ExactSum right;
    for (int i = 0; i < 5; ++i) {
        left.add(0.1);
        right.add(0.1);
    }
    left.add(right);
    CHECK(left.value() == 1);
}

TEST_CASE("sums do not depend on the order, nor on where they were cut") {
    std::mt19937 random(1);
    std::vector<double> terms;
    for (int i = 0; i < 500; ++i) {
        terms.push_back(std::ldexp(static_cast<double>(random()) - 2e9,
                                   static_cast<int>(random() % 200) - 100));
    }
    const double expected = sum_of(terms);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(terms.begin(), terms.end(), random);
        CHECK(sum_of(terms) == expected);
        ExactSum front;
        ExactSum back;
        for (size_t at = 0; at < terms.size(); ++at) {
            (at < random() % 500 ? front : back).add(terms[at]);
        }
        front.add(back);
        CHECK(front.value() == expected);
    }
}
