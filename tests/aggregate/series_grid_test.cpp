#include "aggregate/series_grid.hpp"

#include "aggregate/series_table.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <map>

using namespace promfile;

namespace {

Accumulator* find(const SeriesGrid& grid, const std::vector<std::uint32_t>& numbers) {
    SeriesGrid::Path path(grid);
    for (size_t axis = 0; axis < numbers.size(); ++axis) {
        path.step(axis, numbers[axis]);
    }
    return path.series();
}

} // namespace

TEST_CASE("a grid knows the series that were added, however it grew meanwhile") {
    SeriesGrid grid(3);
    std::deque<Accumulator> series;
    std::map<std::vector<std::uint32_t>, Accumulator*> added;
    const auto check_all = [&] {
        for (std::uint32_t a = 0; a < 12; ++a) {
            for (std::uint32_t b = 0; b < 12; ++b) {
                for (std::uint32_t c = 0; c < 12; ++c) {
                    const auto known = added.find({a, b, c});
                    REQUIRE(find(grid, {a, b, c}) ==
                            (known == added.end() ? nullptr : known->second));
                }
            }
        }
    };
    check_all();
    for (std::uint32_t i = 0; i < 300; ++i) {
        const std::vector<std::uint32_t> numbers = {1 + i * 7 % 11, 1 + i % (1 + i / 30),
                                                    1 + i % 5};
        if (!added.contains(numbers)) {
            added[numbers] = &series.emplace_back();
            grid.add(numbers, series.back());
            check_all();
        }
    }
}

TEST_CASE("a grid without axes has one place") {
    SeriesGrid grid(0);
    Accumulator series;
    CHECK(find(grid, {}) == nullptr);
    grid.add({}, series);
    CHECK(find(grid, {}) == &series);
}

TEST_CASE("a grid that would be too large is empty") {
    SeriesGrid grid(2);
    Accumulator series;
    const std::vector<std::uint32_t> small = {255, 255};
    const std::vector<std::uint32_t> large = {255, 256};
    grid.add(small, series);
    CHECK(find(grid, small) == &series);
    CHECK(find(grid, large) == nullptr);
    grid.add(large, series);
    CHECK(find(grid, large) == nullptr);
    CHECK(find(grid, small) == nullptr);
    grid.add(small, series);
    CHECK(find(grid, small) == nullptr);
    CHECK(find(grid, {0, 0}) == nullptr);
}
