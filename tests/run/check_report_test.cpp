#include "run/check_report.hpp"

#include "metrics/parse_exposition.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace promfile;

namespace {

EvaluatedRule rule(const char* name, RuleType type, std::uint64_t rows, unsigned line = 1,
                   bool sensors = false) {
    EvaluatedRule out;
    out.rule.name = name;
    out.rule.type = type;
    out.rule.origin.line = line;
    out.rule.sensors = sensors;
    out.table.matched_rows = rows;
    return out;
}

Warnings fallen(const MetricFamily& family, const char* standing) {
    return fallen_counters({family}, parse_exposition(standing).families);
}

} // namespace

TEST_CASE("the table has one line for each metric, in columns and by name") {
    const EvaluatedRule histogram = rule("longest_name", RuleType::histogram, 3);
    const EvaluatedRule counter = rule("b", RuleType::counter, 1000);
    const EvaluatedRule another = rule("b", RuleType::counter, 234);
    const EvaluatedRule info = rule("a", RuleType::info, 0);
    const EvaluatedRule summary = rule("c", RuleType::summary, 7);
    const std::vector<MetricFamily> families = {
        {"longest_name", "", MetricType::histogram, std::vector<Sample>(12)},
        {"b", "", MetricType::counter, std::vector<Sample>(2)},
    };
    CHECK(check_table({&histogram, &counter, &info, &summary, &another}, families) ==
          "a             gauge       0 series     0 rows\n"
          "b             counter     2 series  1234 rows\n"
          "c             summary     0 series     7 rows\n"
          "longest_name  histogram  12 series     3 rows\n");
    CHECK(check_table({}, {}).empty());
}

TEST_CASE("the metrics of a name-suffix share a line") {
    EvaluatedRule suffixed = rule("a", RuleType::gauge, 3);
    EvaluatedRule longer = rule("a_b", RuleType::gauge, 3);
    suffixed.rule.labels.emplace_back().name = suffix_label;
    longer.rule.labels.emplace_back().name = suffix_label;
    const EvaluatedRule plain = rule("a_pear", RuleType::gauge, 1);
    CHECK(check_table({&suffixed, &longer, &plain},
                      {{"a_apple", "", MetricType::gauge, std::vector<Sample>(2)},
                       {"a_fig", "", MetricType::gauge, std::vector<Sample>(1)},
                       {"a_b_fig", "", MetricType::gauge, std::vector<Sample>(4)},
                       {"a_pear", "", MetricType::gauge, std::vector<Sample>(1)}}) ==
          "a_*     gauge      3 series  3 rows\n"
          "a_b_*   gauge      4 series  3 rows\n"
          "a_pear  gauge      1 series  1 rows\n");
    CHECK(rule_outcomes({&suffixed}, {}, {}).front() == "a_*");
}

TEST_CASE("the outcome of a rule has the series that are published") {
    EvaluatedRule states = rule("a", RuleType::stateset, 3);
    states.rule.origin.line = 1;
    CHECK(rule_outcomes({&states}, {{"a", "", MetricType::gauge, std::vector<Sample>(6)}}, {})
              .back() == "  series    6");
}

TEST_CASE("metrics of sensors that come without rules are in the table where a sensor has them") {
    const EvaluatedRule absent = rule("absent", RuleType::gauge, 0, 0, true);
    const EvaluatedRule present = rule("present", RuleType::gauge, 1, 0, true);
    const EvaluatedRule written = rule("written", RuleType::gauge, 0, 4, true);
    const EvaluatedRule store = rule("store", RuleType::gauge, 0, 0, false);
    CHECK(check_table({&absent, &present, &written, &store}, {}) ==
          "present  gauge      0 series  1 rows\n"
          "store    gauge      0 series  0 rows\n"
          "written  gauge      0 series  0 rows\n");
}

TEST_CASE("a counter that stands higher in the file is warned of") {
    const MetricFamily counter = {
        "c", "", MetricType::counter, {{"", {{"a", "x"}, {"b", "\""}}, 2}, {"", {}, 1.5}}};
    const char* consequence =
        ", which Prometheus takes for a restart at 0; a value that can fall is a gauge";
    const struct {
        const char* standing;
        std::string warning;
    } warned[] = {
        {"# TYPE c counter\nc 2\n", "c falls from 2 to 1.5"},
        {"# TYPE c counter\nc{a=\"x\",b=\"\\\"\"} 3\n", "c{a=\"x\",b=\"\\\"\"} falls from 3 to 2"},
        {"# TYPE c counter\nc{b=\"\\\"\",d=\"\",a=\"x\"} 3\nc 1\n",
         "c{a=\"x\",b=\"\\\"\"} falls from 3 to 2"},
        {"# TYPE c counter\nc 9\nc{a=\"x\",b=\"\\\"\"} +Inf\n",
         "c{a=\"x\",b=\"\\\"\"} falls from +Inf to 2 and 1 more series fall"},
    };
    for (const auto& c : warned) {
        CAPTURE(c.standing);
        CHECK(fallen(counter, c.standing) == Warnings{c.warning + consequence});
    }
    for (const char* fine :
         {"", "# TYPE c counter\n", "# TYPE c counter\nc 1.5\n", "# TYPE c counter\nc 0\n",
          "# TYPE c gauge\nc 9\n", "c 9\n", "# TYPE d counter\nd 9\n",
          "# TYPE c counter\nc{a=\"x\"} 9\n", "# TYPE c counter\nc NaN\n"}) {
        CAPTURE(fine);
        CHECK(fallen(counter, fine).empty());
    }
}

TEST_CASE("counts and buckets are counters, sums and quantiles and gauges are none") {
    const struct {
        MetricFamily family;
        const char* standing;
        size_t warnings;
    } cases[] = {
        {{"m", "", MetricType::gauge, {{"", {}, 1}}}, "# TYPE m gauge\nm 2\n", 0},
        {{"m", "", MetricType::summary, {{"_count", {}, 1}}}, "# TYPE m summary\nm_count 2\n", 1},
        {{"m", "", MetricType::summary, {{"_sum", {}, 1}, {"", {{"quantile", "1"}}, 1}}},
         "# TYPE m summary\nm_sum 2\nm{quantile=\"1\"} 2\n",
         0},
        {{"m", "", MetricType::histogram, {{"_bucket", {{"le", "+Inf"}}, 1}}},
         "# TYPE m histogram\nm_bucket{le=\"+Inf\"} 2\n",
         1},
        {{"m", "", MetricType::histogram, {{"_count", {}, 1}, {"_sum", {}, 1}}},
         "# TYPE m histogram\nm_count 1\nm_sum 2\n",
         0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.standing);
        CHECK(fallen(c.family, c.standing).size() == c.warnings);
    }
}

TEST_CASE("store paths that are relative are warned of where a file is published") {
    Settings settings;
    settings.stores = {"/a/b.xml", "-", "b*.xml"};
    CHECK(relative_stores(settings).empty());
    settings.textfile_directory = "/t";
    CHECK(relative_stores(settings) ==
          Warnings{"the store path b*.xml is relative, and a timer or cron job runs elsewhere: "
                   "give the whole path"});
}
