#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <doctest/doctest.h>
#include <string>
#include <string_view>

// How processor time grows with the size of a text.

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

// Twice the text costs at most 2.5 times as much. `run` takes a text that `text_of` makes for a
// size. Other programs disturb a time by half of it, so a quarter of `size` is compared with twice
// `size`, which are three doublings, in up to three attempts. Each attempt measures both anew: a
// clock that once went wrong spoils no other.
template<typename TextOf, typename Run>
void check_twice_costs_twice(const std::string& what, std::size_t size, TextOf text_of, Run run) {
    constexpr double slack = 0.005; // of a clock, and of caches
    constexpr int max_attempts = 3;
    constexpr double max_ratio = 2.5 * 2.5 * 2.5;
    const auto seconds = [&](std::size_t of_size) {
        const std::string text = text_of(of_size);
        return processor_seconds([&] { run(text); });
    };
    double small = 0;
    double large = 0;
    bool is_proportional = false;
    for (int i = 0; i < max_attempts && !is_proportional; ++i) {
        small = seconds(size / 4);
        large = seconds(2 * size);
        is_proportional = large < max_ratio * small + slack;
    }
    CAPTURE(what);
    CAPTURE(small);
    CAPTURE(large);
    CHECK(is_proportional);
}

inline std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}
