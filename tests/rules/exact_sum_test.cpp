#include "rules/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <vector>

using namespace promfile;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double sum(const std::vector<double>& terms) {
    ExactSum sum;
    for (const double term : terms) {
        sum.add(term);
    }
    return sum.value();
}

} // namespace

TEST_CASE("sums do not drift") {
    CHECK(sum({}) == 0);
    CHECK(sum({0.1, 0.2}) == 0.1 + 0.2);
    CHECK(sum(std::vector<double>(10, 0.1)) == 1);
    CHECK(sum({1e100, 1, -1e100}) == 1);
    CHECK(sum({1e16, 1, 1e-16}) == 10000000000000002.0); // half up, decided by what is left
    // 685 durations as a test report writes them, to the millisecond
    std::vector<double> times;
    int left = 50500;
    for (int i = 0; i < 684; ++i) {
        const int time = i % 147 + 1;
        times.push_back(time / 1000.0);
        left -= time;
    }
    times.push_back(left / 1000.0);
    CHECK(times.size() == 685);
    CHECK(sum(times) == 50.5);
}

TEST_CASE("sums do not depend on the order, nor on where they were cut") {
    std::mt19937 random(1);
    std::vector<double> terms;
    for (int i = 0; i < 500; ++i) {
        terms.push_back(std::ldexp(static_cast<double>(random()) - 2e9,
                                   static_cast<int>(random() % 200) - 100));
    }
    const double expected = sum(terms);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(terms.begin(), terms.end(), random);
        CHECK(sum(terms) == expected);
        ExactSum front;
        ExactSum back;
        for (size_t at = 0; at < terms.size(); ++at) {
            (at < random() % 500 ? front : back).add(terms[at]);
        }
        front.add(back);
        CHECK(front.value() == expected);
    }
}

TEST_CASE("infinities, NaN and overflow") {
    CHECK(sum({1, infinity, 2}) == infinity);
    CHECK(sum({-infinity, 5}) == -infinity);
    CHECK(std::isnan(sum({infinity, -infinity})));
    CHECK(std::isnan(sum({1, std::nan(""), 2})));
    const double largest = std::numeric_limits<double>::max();
    CHECK(sum({largest, largest}) == infinity);
    CHECK(sum({largest, largest, 1}) == infinity);
    ExactSum over;
    over.add(largest);
    over.add(largest);
    ExactSum other;
    other.add(3);
    other.add(over);
    CHECK(other.value() == infinity);
}
