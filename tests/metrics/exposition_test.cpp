#include "metrics/exposition.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace promfile;

TEST_CASE("families are written with HELP, TYPE and one line a sample") {
    const std::vector<MetricFamily> families = {
        {"store_rows",
         "Rows in the store, by type.",
         MetricType::gauge,
         {{"", {{"path", "a.xml"}, {"type", "apple"}, {"operation", ""}}, 1}, {"", {}, 2.5}}},
        {"x_seconds",
         "A histogram.",
         MetricType::histogram,
         {{"_bucket", {{"le", "+Inf"}}, 3},
          {"_sum", {}, std::numeric_limits<double>::quiet_NaN()},
          {"_count", {}, 3}}}};
    CHECK(expose(families, "Written by promfile from a.xml") ==
          "# Written by promfile from a.xml\n"
          "# HELP store_rows Rows in the store, by type.\n"
          "# TYPE store_rows gauge\n"
          "store_rows{path=\"a.xml\",type=\"apple\"} 1\n"
          "store_rows 2.5\n"
          "# HELP x_seconds A histogram.\n"
          "# TYPE x_seconds histogram\n"
          "x_seconds_bucket{le=\"+Inf\"} 3\n"
          "x_seconds_sum NaN\n"
          "x_seconds_count 3\n");
}

TEST_CASE("label values, HELP and the first line are escaped, each by its own rule") {
    const std::vector<MetricFamily> families = {
        {"x", "a \"b\" \\ c\nd", MetricType::gauge, {{"", {{"l", "a \"b\" \\ c\nd"}}, 1}}}};
    CHECK(expose(families, "from a\nb") == "# from a\\nb\n"
                                           "# HELP x a \"b\" \\\\ c\\nd\n"
                                           "# TYPE x gauge\n"
                                           "x{l=\"a \\\"b\\\" \\\\ c\\nd\"} 1\n");
}

TEST_CASE("nothing to expose is nothing") {
    CHECK(expose({}, "") == "");
}
