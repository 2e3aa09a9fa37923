#include "aggregate/families.hpp"

#include "aggregate/rules_test_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace promfile;

TEST_CASE("labels and limits") {
    Rule rule = value_rule("", Aggregate::count, {label("a", "@a")});
    RulesRun run = run_rules({rule}, {"<s><r a='" + std::string(1025, 'x') + "'/><r a='y'/></s>"});
    CHECK(run.text == "m{a=\"y\"} 1\n");
    CHECK(run.counts[0][SkipReason::label_too_long] == 1);
    EvaluationLimits few;
    few.max_series = 1;
    CHECK(refusal({rule}, {"<s><r a='1'/><r a='2'/></s>"}, few) ==
          "store0: the metric m has more than 1 series (--max-series); is there a label that "
          "differs from row to row?");
    CHECK(refusal({rule}, {"<s><r a='1'/></s>", "<s><r a='2'/></s>"}, few).find("store1: ") == 0);
    few = EvaluationLimits();
    few.max_table_bytes = 10;
    CHECK(refusal({rule}, {"<s><r a='12345'/><r a='67890'/></s>"}, few).find("bytes of labels") !=
          std::string::npos);
    // Rows that are left out also make series if a counter must be marked as incomplete.
    rule = value_rule("@v", Aggregate::sum, {label("a", "@a")});
    rule.type = RuleType::counter;
    few = EvaluationLimits();
    few.max_series = 1;
    CHECK(!refusal({rule}, {"<s><r a='1'/><r a='2'/></s>"}, few).empty());
}

TEST_CASE("a counter that lacks a row in one store is left out with the rows of others") {
    Rule rule = value_rule("@v", Aggregate::sum, {label("a", "@a")});
    rule.type = RuleType::counter;
    CHECK(
        run_rules({rule}, {"<s><r a='x'/></s>", "<s><r a='x' v='2'/><r a='y' v='3'/></s>"}).text ==
        "m{a=\"y\"} 3\n");
}

TEST_CASE("the key series refuses more series than are meant") {
    Rule rule = value_rule("@v", Aggregate::sum, {label("site", "@s")});
    rule.max_series = 2;
    CHECK(outcome({rule}, {"<s><r v='1' s='a'/><r v='2' s='b'/></s>"}) ==
          "m{site=\"a\"} 1\nm{site=\"b\"} 2\n");
    CHECK(refusal({rule}, {"<s><r v='1' s='a'/><r v='2' s='b'/><r v='2' s='c'/></s>"})
              .find("the metric m has more than 2 series, the most that its key series allows") !=
          std::string::npos);
}

TEST_CASE("the key series counts the series of rows and those of declared values, each once") {
    const struct {
        std::uint64_t most;
        std::vector<std::string> declared;
        std::string store;
        std::string refusal;
    } cases[] = {
        {2, {"a", "b", "c"}, "<s><r s='a'/></s>", "3"},
        {3, {"a", "b", "c"}, "<s><r s='a'/></s>", ""},
        {3, {"a", "b", "c"}, "<s/>", ""},
        {3, {"a", "b", "c"}, "<s><r s='a'/><r s='d'/><r s='e'/></s>", "5"},
        {5, {"a", "b", "c"}, "<s><r s='a'/><r s='d'/><r s='e'/></s>", ""},
        {3, {"a", "b"}, "<s><r s='d'/><r s='e'/></s>", "4"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.store);
        CAPTURE(c.most);
        Rule rule = value_rule("", Aggregate::count, {label("site", "@s", c.declared)});
        rule.max_series = c.most;
        CHECK(refusal({rule}, {c.store}) ==
              (c.refusal.empty() ? ""
                                 : fmt::format("the metric m has {} series with those that its "
                                               "declared values add, and its key series allows {}",
                                               c.refusal, c.most)));
    }
}
