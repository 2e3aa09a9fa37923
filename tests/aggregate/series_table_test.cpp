#include "aggregate/series_table.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <utility>

using namespace promfile;

TEST_CASE("a series is found again after the table has grown") {
    constexpr int series = 3000;
    const auto key = [](int i) {
        return fmt::format("{}", i) + '\0' + fmt::format("{}", i % 7) + '\0';
    };
    SeriesTable table;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < series; ++i) {
            ++table.at(key(i)).rows;
        }
    }
    SeriesTable moved = std::move(table);
    SeriesTable sum;
    ++sum.at(key(0)).rows;
    Rule rule;
    rule.aggregate = Aggregate::count;
    sum.merge(rule, std::move(moved));
    CHECK(sum.series().size() == series);
    for (int i = 0; i < series; ++i) {
        ++sum.at(key(i)).rows;
        CHECK(sum.at(key(i)).rows == (i == 0 ? 4 : 3));
    }
    CHECK(sum.series().size() == series);
}

TEST_CASE("Keys tell values apart by where they end") {
    SeriesTable table;
    using namespace std::string_literals;
    for (const std::string& key : {""s, "\0"s, "\0\0"s, "a\0b\0"s, "ab\0\0"s, "\0ab\0"s,
                                   "12345678\0"s, "123456789\0"s, "12345678\0009\0"s}) {
        ++table.at(key).rows;
    }
    CHECK(table.series().size() == 9);
    for (const auto& [key, series] : table.series()) {
        CHECK(series.rows == 1);
    }
}
