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

// `run` takes a text that `text_of` makes for a size. Other programs and sanitizers disturb a
// measurement: the least times of three attempts are compared.
template<typename TextOf, typename Run>
void check_twice_costs_twice(const std::string& what, std::size_t size, TextOf text_of, Run run) {
    constexpr double slack = 0.005; // of a clock, and of caches
    constexpr int max_attempts = 3;
    const auto seconds = [&](std::size_t of_size) {
        const std::string text = text_of(of_size);
        return processor_seconds([&] { run(text); });
    };
    double once = seconds(size);
    double twice = seconds(2 * size);
    for (int i = 1; i < max_attempts && twice >= 2.5 * once + slack; ++i) {
        once = std::min(once, seconds(size));
        twice = std::min(twice, seconds(2 * size));
    }
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
