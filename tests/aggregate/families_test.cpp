#include "aggregate/families.hpp"

#include "aggregate/rules_test_support.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <limits>

using namespace promfile;

namespace {

constexpr const char* amounts = "<s>\n"
                                "<r site='a' v='3'/>\n"
                                "<r site='b' v='1'/>\n"
                                "<r site='a' v=' 4 '/>\n"
                                "<r site='a' v='3.0'/>\n"
                                "</s>";

} // namespace

TEST_CASE("aggregates") {
    struct Case {
        const char* value;
        Aggregate aggregate;
        const char* text;
    };
    constexpr Case cases[] = {
        {"", Aggregate::count, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::count, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::sum, "m{site=\"a\"} 10\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::min, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::max, "m{site=\"a\"} 4\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::avg, "m{site=\"a\"} 3.3333333333333335\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::first, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"},
        {"@v", Aggregate::last, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"},
        {"$row", Aggregate::last, "m{site=\"a\"} 4\nm{site=\"b\"} 2\n"},
        {"@v", Aggregate::distinct, "m{site=\"a\"} 3\nm{site=\"b\"} 1\n"}, // 3, 4 and 3.0
        {"@v[. = 1]", Aggregate::distinct, "m{site=\"b\"} 1\n"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.value);
        CAPTURE(static_cast<int>(each.aggregate));
        CHECK(outcome({value_rule(each.value, each.aggregate, {label("site", "@site")})},
                      {amounts}) == each.text);
    }
}

TEST_CASE("aggregates over several stores") {
    const std::string first = "<s><r v='5'/><r v='2'/></s>";
    const std::string second = "<s><r v='7'/><r v='1'/><r v='5'/></s>";
    const auto of = [&](Aggregate aggregate) {
        return outcome({value_rule("@v", aggregate)}, {first, "<s/>", second});
    };
    CHECK(of(Aggregate::count) == "m 5\n");
    CHECK(of(Aggregate::sum) == "m 20\n");
    CHECK(of(Aggregate::min) == "m 1\n");
    CHECK(of(Aggregate::max) == "m 7\n");
    CHECK(of(Aggregate::avg) == "m 4\n");
    CHECK(of(Aggregate::first) == "m 5\n");
    CHECK(of(Aggregate::last) == "m 5\n");
    CHECK(of(Aggregate::distinct) == "m 4\n");
}

TEST_CASE("rows that are series: equal ones are merged, different ones are in conflict") {
    const Rule rule = value_rule("@v", Aggregate::each, {label("site", "@site")});
    RulesRun run = run_rules({rule}, {amounts});
    CHECK(run.text == "m{site=\"b\"} 1\n");
    CHECK(run.counts[0][SkipReason::conflict] == 3);
    CHECK(run.counts[0][SkipReason::merged] == 0);
    REQUIRE(run.warnings.size() == 1);
    CHECK(run.warnings[0] ==
          "store0:2 and store0:4 give different values for m{site=\"a\"}, "
          "which is left out: a label that tells them apart is missing, or an aggregate");
    run = run_rules({rule}, {"<s><r site='a' v='3'/><r site='a' v='3.0'/></s>"});
    CHECK(run.text == "m{site=\"a\"} 3\n");
    CHECK(run.counts[0][SkipReason::merged] == 1);
    CHECK(run.warnings.empty());
}

TEST_CASE("a conflict between stores names both, and each store counts its own rows") {
    const Rule rule = value_rule("@v", Aggregate::each);
    RulesRun run = run_rules(
        {rule}, {"<s>\n<r v='1'/><r v='1'/></s>", "<s>\n\n<r v='2'/></s>", "<s><r v='1'/></s>"});
    CHECK(run.text.empty());
    REQUIRE(run.warnings.size() == 1);
    CHECK(run.warnings[0] == "store0:2 and store1:3 give different values for m, which is left "
                             "out: a label such as file = \"$file\", which tells the stores apart, "
                             "is missing, or an aggregate");
    CHECK(run.counts[0][SkipReason::conflict] == 2);
    CHECK(run.counts[1][SkipReason::conflict] == 1);
    CHECK(run.counts[2][SkipReason::conflict] == 1);
    CHECK(run.counts[0][SkipReason::merged] == 0);
    run = run_rules({rule}, {"<s><r v='1'/><r v='1'/></s>", "<s><r v='1'/><r v='1'/></s>"});
    CHECK(run.text == "m 1\n");
    CHECK(run.counts[0][SkipReason::merged] == 1);
    CHECK(run.counts[1][SkipReason::merged] == 2);
}

TEST_CASE("many conflicts are not named one by one") {
    std::string store = "<s>";
    for (int i = 0; i < 10; ++i) {
        store += "<r site='" + std::to_string(i) + "' v='1'/><r site='" + std::to_string(i) +
                 "' v='2'/>";
    }
    const RulesRun run =
        run_rules({value_rule("@v", Aggregate::each, {label("site", "@site")})}, {store + "</s>"});
    REQUIRE(run.warnings.size() == 4);
    CHECK(run.warnings[3] == "7 more series of m are left out, since rows give different values");
}

TEST_CASE("missing and invalid values") {
    const std::string store = "<s><r v='1'/><r/><r v=' '/><r v='x'/><r v='nan'/></s>";
    Rule rule = value_rule("@v", Aggregate::sum);
    RulesRun run = run_rules({rule}, {store});
    CHECK(run.text == "m 1\n");
    CHECK(run.counts[0][SkipReason::missing] == 2);
    CHECK(run.counts[0][SkipReason::invalid] == 2);
    CHECK(run.counts[0].read == 5);
    rule.missing = 10.0;
    rule.invalid = 100.0;
    CHECK(outcome({rule}, {store}) == "m 221\n");
    rule.missing = Refuse{};
    CHECK(refusal({rule}, {store}) == "store0:1: the row <r> has no value for the metric m");
    rule.missing = Skip{};
    rule.invalid = Refuse{};
    CHECK(refusal({rule}, {store}) ==
          "store0:1: the row <r> has a value that is not a number for the metric m");
    rule = value_rule("@v", Aggregate::sum);
    rule.value = {"@w", "@v", "'7'"}; // the first usable one
    CHECK(outcome({rule}, {store}) == "m 29\n");
    rule = value_rule("@v", Aggregate::sum);
    rule.conversion.map = {{"x", Skip{}}, {"nan", 5.0}};
    run = run_rules({rule}, {store});
    CHECK(run.text == "m 6\n");
    CHECK(run.counts[0][SkipReason::invalid] == 0);
}

TEST_CASE("a series that only grows is left out rather than published too low") {
    const std::string store = "<s><r k='a' v='1'/><r k='a' v='x'/><r k='b' v='2'/></s>";
    Rule rule = value_rule("@v", Aggregate::sum, {label("k", "@k", {"a", "b", "c"})});
    rule.type = RuleType::counter;
    RulesRun run = run_rules({rule}, {store});
    CHECK(run.text == "m{k=\"b\"} 2\nm{k=\"c\"} 0\n");
    REQUIRE(run.warnings.size() == 1);
    CHECK(run.warnings[0] == "m{k=\"a\"} is left out, since a row of it has no usable value");
    CHECK(outcome({rule}, {"<s><r k='a' v='1'/></s>", "<s><r k='a'/></s>"}) ==
          "m{k=\"b\"} 0\nm{k=\"c\"} 0\n");
    rule.type = RuleType::gauge;
    CHECK(outcome({rule}, {store}) == "m{k=\"a\"} 1\nm{k=\"b\"} 2\nm{k=\"c\"} 0\n");
    // A sum is not 0 because its rows are unusable.
    CHECK(outcome({rule}, {"<s><r k='a' v='x'/><r k='b'/></s>"}) == "m{k=\"c\"} 0\n");
    CHECK(outcome({rule}, {"<s><r k='a' v='x'/></s>", "<s><r k='a' v='2'/></s>"}) ==
          "m{k=\"a\"} 2\nm{k=\"b\"} 0\nm{k=\"c\"} 0\n");
    rule = value_rule("@v", Aggregate::each, {label("k", "@k")});
    rule.type = RuleType::histogram;
    rule.buckets = {1};
    CHECK(outcome({rule}, {store}) == "m_bucket{k=\"b\",le=\"1\"} 0\nm_bucket{k=\"b\",le=\"+Inf\"} "
                                      "1\nm_sum{k=\"b\"} 2\nm_count{k=\"b\"} 1\n");
}

TEST_CASE("declared values are filled up with 0") {
    const auto rule = [](std::vector<LabelRule> labels) {
        return value_rule("", Aggregate::count, std::move(labels));
    };
    const std::string store = "<s><r a='x' b='1'/><r a='z' b='2'/></s>";
    CHECK(outcome({rule({label("a", "@a", {"x", "y"})})}, {"<s/>"}) ==
          "m{a=\"x\"} 0\nm{a=\"y\"} 0\n");
    CHECK(outcome({rule({label("a", "@a", {"x", "y"}), label("b", "@b")})}, {store}) ==
          "m{a=\"x\",b=\"1\"} 1\nm{a=\"x\",b=\"2\"} 0\nm{a=\"y\",b=\"1\"} 0\nm{a=\"y\",b=\"2\"} "
          "0\nm{a=\"z\",b=\"2\"} 1\n");
    CHECK(outcome({rule({label("a", "@a", {"x", "y"}), label("b", "@b")})}, {"<s/>"}).empty());
    CHECK(outcome({rule({label("a", "@a", {"x", "y"}), label("b", "@b", {"1", "2"})})}, {"<s/>"}) ==
          "m{a=\"x\",b=\"1\"} 0\nm{a=\"x\",b=\"2\"} 0\nm{a=\"y\",b=\"1\"} 0\nm{a=\"y\",b=\"2\"} "
          "0\n");
    CHECK(outcome({rule({label("a", "@a")})}, {"<s/>"}).empty());
    LabelRule constant = label("c", "");
    constant.text = "k";
    CHECK(outcome({rule({constant, label("a", "@a", {"x"})})}, {"<s/>"}) ==
          "m{c=\"k\",a=\"x\"} 0\n");
    EvaluationLimits few;
    few.max_series = 3;
    CHECK(refusal({rule({label("a", "@a", {"1", "2", "3", "4", "5"}),
                         label("b", "@b", {"1", "2", "3", "4", "5"})})},
                  {"<s/>"}, few)
              .find("more than 3 series") != std::string::npos);
}

TEST_CASE("on-empty") {
    Rule rule = value_rule("", Aggregate::count);
    CHECK(outcome({rule}, {"<s/>"}).empty());
    rule.on_empty = OnEmpty::zero;
    CHECK(outcome({rule}, {"<s/>"}) == "m 0\n");
    CHECK(outcome({rule}, {"<s><r/></s>"}) == "m 1\n");
    for (const Aggregate aggregate : {Aggregate::avg, Aggregate::min, Aggregate::last}) {
        rule = value_rule("@v", aggregate);
        rule.on_empty = OnEmpty::zero;
        CHECK(outcome({rule}, {"<s/>"}) == "m 0\n");
    }
    rule = value_rule("", Aggregate::each);
    rule.type = RuleType::info;
    rule.on_empty = OnEmpty::zero;
    CHECK(outcome({rule}, {"<s/>"}) == "m 0\n");
    rule = value_rule("@v", Aggregate::each);
    rule.type = RuleType::stateset;
    rule.states = {"up", "down"};
    rule.on_empty = OnEmpty::zero;
    CHECK(outcome({rule}, {"<s/>"}) == "m{state=\"down\"} 0\nm{state=\"up\"} 0\n");
    rule.on_empty = OnEmpty::error;
    rule.where = {"@v = 'x'"};
    CHECK(refusal({rule}, {"<s><r v='y'/></s>"}) ==
          "no row matches the metric m (rows = \"/*/*\"), whose on-empty is \"error\"");
}

TEST_CASE("of several conditions all hold for the rows that count") {
    Rule rule = value_rule("", Aggregate::count);
    rule.where = {"@site = 'a'", "@v > 3"};
    CHECK(outcome({rule}, {amounts}) == "m 1\n");
    rule.where = {"@site = 'b'", "@v > 3"};
    CHECK(outcome({rule}, {amounts}).empty());
    rule.where = {};
    CHECK(outcome({rule}, {amounts}) == "m 4\n");
}

TEST_CASE("name-suffix makes a family of each text") {
    Rule rule =
        value_rule("@v", Aggregate::sum, {label("site", "@site"), label("name-suffix", "name()")});
    rule.help = "Help.";
    CHECK(outcome({rule}, {"<s><inUse v='1' site='a'/><free v='2'/><free v='3'/></s>"}) ==
          "m_free 5\nm_in_use{site=\"a\"} 1\n");
    const auto told = run_rules({rule}, {"<s><a-b v='1' site='a'/><a.b v='2'/><_ v='3'/></s>"});
    CHECK(told.text == "m_a_b{site=\"a\"} 1\nm_a_b 2\n");
    CHECK(
        told.warnings ==
        Warnings{"rows of m are left out, since the text \"_\" of their name-suffix gives no name",
                 "the texts \"a-b\" and \"a.b\" of the name-suffix of m give one name, m_a_b"});
    std::string many;
    for (int i = 0; i <= 100; ++i) {
        many += fmt::format("<r{} v='1'/>", i);
    }
    CHECK(refusal({rule}, {"<s>" + many + "</s>"}) ==
          "the name-suffix of m gives more than 100 names");
}

TEST_CASE("the HELP of a family of name-suffix has no fault, whatever the text") {
    const std::string long_text = std::string(1015, 'y') + "ä"; // with "Help: " 1,023 bytes
    const struct {
        std::string text;
        std::string help;
    } cases[] = {
        {"a b", "Help: a b"},
        {"x&#13;y", "Help: x y"},
        {"x&#127;y&#10;z", "Help: x y\nz"},
        {long_text + "z", "Help: " + long_text + "z"},
        {long_text + "zz", "Help: " + long_text + "z"},
        {"y" + long_text + "z", "Help: y" + long_text},
        {"yy" + long_text, "Help: yy" + std::string(1015, 'y')},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        Rule rule = value_rule("@v", Aggregate::sum, {label("name-suffix", "@n")});
        rule.help = "Help.";
        const RulesRun run = run_rules({rule}, {"<s><r n='" + c.text + "' v='3'/></s>"});
        CHECK(run.text.ends_with(" 3\n"));
        CHECK(run.help == std::vector{c.help});
    }
}

TEST_CASE("min and max ignore NaN, and equal rows of NaN are one series") {
    Rule rule = value_rule("@v", Aggregate::min);
    rule.conversion.map = {{"n/a", std::numeric_limits<double>::quiet_NaN()}};
    for (const char* store : {"<s><r v='n/a'/><r v='1'/></s>", "<s><r v='1'/><r v='n/a'/></s>"}) {
        rule.aggregate = Aggregate::min;
        CHECK(outcome({rule}, {store}) == "m 1\n");
        rule.aggregate = Aggregate::max;
        CHECK(outcome({rule}, {store}) == "m 1\n");
    }
    rule.aggregate = Aggregate::each;
    RulesRun run = run_rules({rule}, {"<s><r v='n/a'/><r v='n/a'/></s>"});
    CHECK(run.text == "m NaN\n");
    CHECK(run.counts[0][SkipReason::merged] == 1);
}

TEST_CASE("rules that share an expression share its value") {
    // One expression gives the text of a label and the value of another rule in the same row.
    const std::string xpath = "substring-after(@v, '-')";
    const Rule by_label = value_rule("", Aggregate::count, {label("a", xpath)});
    const Rule by_value = value_rule(xpath, Aggregate::sum);
    CHECK(outcome({by_value, by_label, by_value},
                  {"<s><r v='a-100000000000000000001'/><r v='a-2'/></s>"}) ==
          "m 1e+20\nm{a=\"100000000000000000001\"} 1\nm{a=\"2\"} 1\nm 1e+20\n");
}

TEST_CASE("rows of attributes and rows within rows") {
    Rule rule = value_rule(".", Aggregate::sum, {label("n", "name()"), label("t", "$type")});
    rule.rows = "/s/r/@*";
    CHECK(outcome({rule}, {"<s><r a='1' b='2'/><r a='4'/></s>"}) ==
          "m{n=\"a\",t=\"r\"} 5\nm{n=\"b\",t=\"r\"} 2\n");
    rule = value_rule("", Aggregate::count, {label("up", "../@n")});
    rule.rows = "//r";
    CHECK(outcome({rule}, {"<s n='0'><r n='1'><r n='2'><r/></r></r></s>"}) ==
          "m{up=\"0\"} 1\nm{up=\"1\"} 1\nm{up=\"2\"} 1\n");
}

TEST_CASE("rules read the stores of their sources alone") {
    Rule rule = value_rule("", Aggregate::count);
    rule.sources = {"*0"};
    CHECK(outcome({rule}, {"<s><r/></s>", "<s><r/><r/></s>"}) == "m 1\n");
    rule.sources = {"nowhere", "store?"};
    CHECK(outcome({rule}, {"<s><r/></s>", "<s><r/><r/></s>"}) == "m 3\n");
}

TEST_CASE("the map of a label leaves rows out") {
    LabelRule site = label("site", "@s");
    site.map = {{"test", Skip{}}};
    RulesRun run = run_rules({value_rule("@v", Aggregate::sum, {site})},
                             {"<s><r v='1' s='a'/><r v='2' s='test'/><r v='4' s='a'/></s>"});
    CHECK(run.text == "m{site=\"a\"} 5\n");
    CHECK(run.counts[0][SkipReason::missing] == 0);
}
