#include "aggregate/families.hpp"

#include "aggregate/rules_test_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <limits>

using namespace promfile;

TEST_CASE("histograms, of values and of buckets") {
    Rule rule = value_rule("@v", Aggregate::each);
    rule.type = RuleType::histogram;
    rule.buckets = {1, 2.5, 10};
    const std::string text = "m_bucket{le=\"1\"} 2\nm_bucket{le=\"2.5\"} 3\nm_bucket{le=\"10\"} "
                             "3\nm_bucket{le=\"+Inf\"} 4\nm_sum 15\nm_count 4\n";
    CHECK(outcome({rule}, {"<s><r v='1'/><r v='0.5'/><r v='2.5'/><r v='11'/></s>"}) == text);
    RulesRun run = run_rules(
        {rule}, {"<s><r v='1'/><r v='0.5'/></s>", "<s/>", "<s><r v='2.5'/><r v='11'/></s>"});
    CHECK(run.text == text);
    CHECK(run.counts[2][SkipReason::merged] == 0);
    rule.conversion.map = {{"n/a", std::numeric_limits<double>::quiet_NaN()}};
    CHECK(
        outcome({rule}, {"<s><r v='n/a'/></s>"}) ==
        "m_bucket{le=\"1\"} 0\nm_bucket{le=\"2.5\"} 0\nm_bucket{le=\"10\"} 0\nm_bucket{le=\"+Inf\"}"
        " 1\nm_sum NaN\nm_count 1\n");

    rule = value_rule("@n", Aggregate::each);
    rule.type = RuleType::histogram;
    BucketRule bucket;
    bucket.value = "@le";
    bucket.conversion.map = {{"INFINITY", std::numeric_limits<double>::infinity()}};
    rule.bucket = bucket;
    CHECK(
        outcome({rule}, {"<s><r le='10' n='4'/><r le='2' n='3'/><r le='INFINITY' n='1'/></s>"}) ==
        "m_bucket{le=\"2\"} 3\nm_bucket{le=\"10\"} 7\nm_bucket{le=\"+Inf\"} 8\nm_sum NaN\nm_count "
        "8\n");
    CHECK(outcome({rule}, {"<s><r le='10' n='4'/></s>", "<s><r le='10' n='1'/></s>"}) ==
          "m_bucket{le=\"10\"} 5\nm_bucket{le=\"+Inf\"} 5\nm_sum NaN\nm_count 5\n");
    run = run_rules({rule}, {"<s><r le='10' n='4'/><r le='ten' n='4'/></s>"});
    CHECK(run.text.empty());
    CHECK(run.counts[0][SkipReason::invalid] == 1);
    for (const char* count : {"1.5", "-1", "9007199254740994"}) {
        run = run_rules({rule}, {fmt::format("<s><r le='10' n='{}'/></s>", count)});
        CHECK(run.counts[0][SkipReason::invalid] == 1);
    }
    rule.invalid = Refuse{};
    CHECK(refusal({rule}, {"<s><r le='ten' n='4'/></s>"}) ==
          "store0:1: the row <r> has a bound that is not a number for the metric m");
    CHECK(refusal({rule}, {"<s><r le='10' n='-1'/></s>"}) ==
          "store0:1: the row <r> has a value that is not a count for the metric m");
    rule.invalid = 0.0; // of a count, not of a bound
    CHECK(outcome({rule}, {"<s><r le='10' n='x'/></s>"}) ==
          "m_bucket{le=\"10\"} 0\nm_bucket{le=\"+Inf\"} 0\nm_sum NaN\nm_count 0\n");
    CHECK(outcome({rule}, {"<s><r le='ten' n='1'/></s>"}).empty());
    rule.missing = Refuse{};
    CHECK(refusal({rule}, {"<s><r n='1'/></s>"}) ==
          "store0:1: the row <r> has no bound for the metric m");
}

TEST_CASE("summaries") {
    Rule rule = value_rule("@v", Aggregate::each);
    rule.type = RuleType::summary;
    rule.quantiles = {0, 0.5, 0.9, 1};
    const std::string text = "m{quantile=\"0\"} 1\nm{quantile=\"0.5\"} 3\nm{quantile=\"0.9\"} "
                             "5\nm{quantile=\"1\"} 5\nm_sum 15\nm_count 5\n";
    CHECK(outcome({rule}, {"<s><r v='5'/><r v='1'/><r v='4'/><r v='2'/><r v='3'/></s>"}) == text);
    CHECK(outcome({rule}, {"<s><r v='5'/><r v='1'/></s>",
                           "<s><r v='4'/><r v='2'/><r v='3'/></s>"}) == text);
    std::string hundred;
    for (int i = 1; i <= 100; ++i) {
        hundred += fmt::format("<r v='{}'/>", i);
    }
    Rule exact = rule;
    exact.quantiles = {0.07, 0.14, 0.55};
    CHECK(outcome({exact}, {"<s>" + hundred + "</s>"}) ==
          "m{quantile=\"0.07\"} 7\nm{quantile=\"0.14\"} 14\nm{quantile=\"0.55\"} 55\n"
          "m_sum 5050\nm_count 100\n");
    EvaluationLimits few;
    few.max_values_in_memory = 2;
    CHECK(refusal({rule}, {"<s><r v='5'/><r v='1'/><r v='2'/></s>", "<s/>"}, few) ==
          "store0: the metric m would hold more than 2 values in memory");
    CHECK(refusal({rule}, {"<s><r v='5'/><r v='1'/></s>", "<s><r v='5'/></s>"}, few) ==
          "store1: the metric m would hold more than 2 values in memory");
}

TEST_CASE("info and stateset") {
    Rule rule = value_rule("", Aggregate::each, {label("version", "@v")});
    rule.type = RuleType::info;
    RulesRun run = run_rules({rule}, {"<s><r v='1'/><r v='2'/><r v='1'/></s>"});
    CHECK(run.text == "m{version=\"1\"} 1\nm{version=\"2\"} 1\n");
    CHECK(run.counts[0][SkipReason::merged] == 1);

    rule = value_rule("@v", Aggregate::each, {label("n", "@n")});
    rule.type = RuleType::stateset;
    rule.states = {"up", "down"};
    rule.state_map = {{"OK", "up"}};
    run = run_rules({rule}, {"<s><r n='a' v=' OK '/><r n='b' v='down'/><r n='c' v='odd'/><r n='d'/>"
                             "</s>"});
    CHECK(run.text == "m{n=\"a\",state=\"down\"} 0\nm{n=\"a\",state=\"up\"} 1\n"
                      "m{n=\"b\",state=\"down\"} 1\nm{n=\"b\",state=\"up\"} 0\n");
    CHECK(run.counts[0][SkipReason::invalid] == 1);
    CHECK(run.counts[0][SkipReason::missing] == 1);
    rule.state_map_else = "down";
    CHECK(outcome({rule}, {"<s><r n='c' v='odd'/></s>"}) ==
          "m{n=\"c\",state=\"down\"} 1\nm{n=\"c\",state=\"up\"} 0\n");
    rule.state_map_else = Skip{};
    run = run_rules({rule}, {"<s><r n='a' v='OK'/><r n='c' v='odd'/></s>"});
    CHECK(run.text == "m{n=\"a\",state=\"down\"} 0\nm{n=\"a\",state=\"up\"} 1\n");
    CHECK(run.counts[0][SkipReason::invalid] == 0);
    rule.state_map_else.reset();
    rule.value = {"@w", "@v"};
    CHECK(outcome({rule}, {"<s><r n='a' w='odd' v='up'/></s>"}) ==
          "m{n=\"a\",state=\"down\"} 0\nm{n=\"a\",state=\"up\"} 1\n");
}
