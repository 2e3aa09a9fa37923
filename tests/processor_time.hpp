#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <doctest/doctest.h>
#include <string>
#include <string_view>

// What something costs at a size and at twice that size, in processor time.

template<typename Function>
double processor_seconds(Function run) { // the least of three
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        const std::clock_t begin = std::clock();
        run();
        least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

// `run` takes a text that `text_of` makes for a size.
template<typename TextOf, typename Run>
void check_twice_costs_twice(const std::string& what, std::size_t size, TextOf text_of, Run run) {
    constexpr double slack = 0.005; // of a clock, and of caches
    const auto seconds = [&](std::size_t of_size) {
        const std::string text = text_of(of_size);
        return processor_seconds([&] { run(text); });
    };
    const double once = seconds(size);
    const double twice = seconds(2 * size);
    CAPTURE(what);
    CAPTURE(once);
    CAPTURE(twice);
    CHECK(twice < 2.5 * once + slack);
}

inline std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}
