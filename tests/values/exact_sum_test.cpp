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
    struct Case {
        std::vector<double> terms;
        double mean; // as Python's fractions give it
    };
    const Case cases[] = {
        {{0.1, 0.1, 0.1}, 0.1},
        {{3.0, 4.0, 3.0}, 3.3333333333333335},
        {{-0.3, -0.3, -0.3}, -0.3},
        {{1e300, 3e300}, 2e300},
        {{1e308, 1e308}, 1e308},
        {{-1e308, -1.7e308, -1.7e308}, -1.4666666666666666e308},
        {{1.7976931348623157e308, 1.7976931348623157e308}, 1.7976931348623157e308},
        {{16538737.8, 8.9, 4.0}, 5512916.9},
        {{5e-324, 5e-324, 5e-324, 1e-323}, 5e-324},
        {{1e308, 1e-308}, 5e307},
        {{9007199254740992.0, 9007199254740992.0, 1.0}, 6004799503160662.0},
        {{1e20, -1e20, 1.0}, 0.3333333333333333},
        {{1.2345678901234568e17, 0.1, 7e-09}, 4.1152263004115224e16},
        {{0.69, 2251.28, -91.57, -0.73}, 539.9175},
        {{6139.85, 0.72}, 3070.285},
        {{3234.67, 0.75, 15.97}, 1083.7966666666666},
        {{6.278897497332314e298, 5.960116996623266e298, 2.0595871281932655e299,
          6.803999731817859e299, 4.275923056694029e299, 3.1414717037679152e299},
         2.917480511644771e299},
        {{241278.85, 0.74, -73.54, 0.66, -9.56, 13022.56}, 42369.95166666667},
        {{789094171490354.9, 818353342367317.6, 340122362191195.5, 350178387719168.3,
          496674795298987.6, 796891975821594.4},
         598552505814769.8},
        {{47.40983374196445, 51943.5}, 25995.454916870982},
        {{993095939466634.1, 821924786609714.9, 284595532094149.25, 385791442446710.8,
          668652715884188.1, 22562928055588.57, 461695286299765.9},
         519759804408107.4},
        {{117095794481731.9, 58954419331310.41, 768232988472520.8}, 314761067428521.06},
        {{2.476148336969143e299, 3.909497031332271e299, 8.714219741262995e299},
         5.033288369854803e299},
        {{-8.39, -69675.2}, -34841.795},
        {{8.84192827198217e299, 9.577312039639913e299, 1.5092090579110896e299,
          1.7621772849037034e299},
         5.422656663609219e299},
    };
    for (const Case& each : cases) {
        CAPTURE(each.mean);
        ExactSum sum;
        for (const double term : each.terms) {
            sum.add(term);
        }
        CHECK(sum.mean(each.terms.size()) == each.mean);
    }
    ExactSum sum;
    sum.add(1);
    sum.add(std::nan(""));
    CHECK(std::isnan(sum.mean(2)));
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
