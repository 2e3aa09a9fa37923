#include "rules_test_support.hpp"
#include "xml/rows_text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <random>

using namespace promfile;

// Labels with few values and with many, short and long texts, of attributes, ancestors, names and
// expressions: each series has the rows that a look at each row alone finds for it.
TEST_CASE("rows are counted for their labels, however many values these have") {
    struct {
        unsigned few, many;
        const char* pad;
    } const cases[] = {
        {3, 5, ""},
        {40, 300, ""},
        {3, 12000, ""}, // more texts than have numbers
        {300, 900, ""}, // more combinations than a grid has places
        {5, 17, "a text of more than 16 bytes"},
        {17, 17, " "}, // trimmed
    };
    for (const auto& each : cases) {
        CAPTURE(each.few);
        CAPTURE(each.many);
        CAPTURE(each.pad);
        std::mt19937 random(each.few * 1000 + each.many);
        std::map<std::string, int> expected;
        std::string store = "<s>";
        const int groups = each.few * each.many > 20'000 ? 20 : 3;
        for (int group = 0; group < groups; ++group) {
            store += fmt::format("<g in='{}'>", group % 4);
            for (int i = 0; i < 1000; ++i) {
                const auto a = random() % each.few;
                const auto b = random() % each.many;
                const char* type = random() % 2 == 0 ? "x" : "y";
                store += fmt::format("<{} a='{}{}' b='{}{}'/>", type, each.pad, a, b, each.pad);
                const std::string pad = std::string_view(each.pad) == " " ? "" : each.pad;
                ++expected[fmt::format(R"(m{{a="{}{}",b="{}{}",c="{}-{}",in="{}",type="{}"}})", pad,
                                       a, b, pad, a % 2 == 0 ? "even" : "odd", type, group % 4,
                                       type)];
            }
            store += "</g>";
        }
        store += "</s>";
        // (The number of a long text is the last of its words.)
        const char* number = std::string_view(each.pad).size() > 1 ? "substring(@a, 29)" : "@a";
        const std::string parity = fmt::format(
            "concat(substring('evenodd', 1 + 4 * ({0} mod 2), 4 - {0} mod 2), '-', name())",
            number);
        Rule rule = value_rule("", Aggregate::count,
                               {label("a", "@a"), label("b", "@b"), label("c", parity),
                                label("in", "../@in"), label("type", "name()")});
        rule.rows = "/s/g/*";
        EvaluationLimits limits;
        limits.max_series = 1'000'000;
        const RulesRun run = run_rules({rule}, {store}, limits);
        std::map<std::string, int> found;
        std::istringstream lines(run.text);
        for (std::string line; std::getline(lines, line);) {
            const size_t end = line.rfind("} ");
            REQUIRE(end != std::string::npos);
            std::string key = line.substr(0, end + 1);
            found[key] = std::stoi(line.substr(end + 2));
        }
        CHECK(found.size() == expected.size());
        CHECK(found == expected);
    }
}

TEST_CASE("two rows that contradict each other are named by their labels, whoever was known") {
    Rule rule = value_rule("@v", Aggregate::each, {label("a", "@a"), label("b", "@b")});
    RulesRun run =
        run_rules({rule}, {"<s><r a='1' b='1' v='1'/><r a='1' b='2' v='1'/><r a='1' b='1' v='1'/>"
                           "<r a='1' b='1' v='2'/><r a='2' b='1' v='1'/></s>"});
    CHECK(run.text == "m{a=\"1\",b=\"2\"} 1\nm{a=\"2\",b=\"1\"} 1\n");
    REQUIRE(run.warnings.size() == 1);
    CHECK(run.warnings.front().find("a=\"1\",b=\"1\"") != std::string::npos);
    CHECK(run.counts.front()[SkipReason::conflict] == 3);
}

TEST_CASE("labels that leave rows out or are too long do so in each row") {
    LabelRule mapped = label("a", "@a");
    mapped.map = {{"no", Skip{}}, {"one", "two"}};
    Rule rule = value_rule("", Aggregate::count, {mapped, label("b", "@b")});
    EvaluationLimits limits;
    limits.max_label_bytes = 4;
    RulesRun run = run_rules({rule},
                             {"<s><r a='no' b='x'/><r a='one' b='x'/><r a='two' b='x'/>"
                              "<r a='no' b='x'/><r a='one' b='longer'/><r a='one' b='longer'/>"
                              "<r a='one' b='x'/></s>"},
                             limits);
    CHECK(run.text == "m{a=\"two\",b=\"x\"} 3\n");
    CHECK(run.counts.front()[SkipReason::label_too_long] == 2);
}

TEST_CASE("rules that read one value convert it each in its own way") {
    std::vector<Conversion> conversions(13);
    conversions[1].scale = 2;
    conversions[2].unit = "milliseconds";
    conversions[3].unit = "kilobytes";
    conversions[4].map = {{"20250101", 5.0}};
    conversions[5].map = {{"20250101", 6.0}};
    conversions[6].map = {{"20250101", Skip{}}};
    conversions[7].map = {{"20250102", 5.0}};
    conversions[8].map_else = 7.0;
    conversions[9].map_else = 8.0;
    conversions[10].map_else = Skip{};
    conversions[11].time = "%Y%m%d";
    conversions[12].time = "%Y%m%d";
    conversions[12].timezone = "Asia/Tokyo";
    const std::string store = "<s><r v='20250101'/></s>";
    const auto rule_of = [](const char* name, const Conversion& conversion) {
        Rule rule = value_rule("@v", Aggregate::sum);
        rule.name = name;
        rule.conversion = conversion;
        return rule;
    };
    for (size_t i = 0; i < conversions.size(); ++i) {
        for (size_t j = 0; j < conversions.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            const Rule a = rule_of("a", conversions[i]);
            const Rule b = rule_of("b", conversions[j]);
            const std::string alone = run_rules({a}, {store}).text + run_rules({b}, {store}).text;
            CHECK(run_rules({a, b}, {store}).text == alone);
        }
    }
}

TEST_CASE("a label joins an attribute of the ancestors, with that of the row or without it") {
    LabelRule own = label("own", "");
    own.path = "@n";
    LabelRule above = label("above", "");
    above.path = "../@n";
    Rule rule = value_rule("", Aggregate::count, {own, above});
    rule.rows = "//r";
    const RulesRun run =
        run_rules({rule}, {"<s n='1'><t n='2'><r n='3'/></t><t n='4'><r n='5'/></t></s>"});
    CHECK(run.text == "m{own=\"1/2/3\",above=\"1/2\"} 1\nm{own=\"1/4/5\",above=\"1/4\"} 1\n");
}

TEST_CASE("a row without a usable value is told from one without a usable bound") {
    const struct {
        const char* rows;
        std::uint64_t values; // invalid ones
        std::uint64_t bounds;
        const char* first_value;
        const char* first_bound;
    } cases[] = {
        {"<r le='1' n='1.5'/><r le='x' n='2'/>", 1, 1, "1.5", "x"},
        {"<r le='x' n='2'/><r le='2' n='2'/>", 0, 1, "", "x"},
        {"<r le='x' n='y'/>", 1, 1, "y", "x"},
        {"<r le='1' n='-1'/><r le='1' n='y'/>", 2, 0, "-1", ""},
        {"<r le='all' n='y'/><r le='all' n='1'/>", 0, 0, "", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.rows);
        Rule rule = value_rule("@n", Aggregate::sum);
        rule.type = RuleType::histogram;
        rule.bucket = BucketRule{"@le", {}};
        rule.bucket->conversion.map = {{"all", Skip{}}};
        RuleSet set({rule}, "/usr/share/zoneinfo");
        xml::RowReader store(xml::bytes_of(fmt::format("<s>{}</s>", c.rows), 64), "store",
                             set.requests(), {});
        StoreEvaluation evaluation(set, {"store", "store", 0}, 0, {});
        evaluation.add_all(store);
        const SeriesTable& table = evaluation.tables().front();
        const auto first = [](const UnusableRows& rows) {
            return rows.first_invalid ? rows.first_invalid->text : "";
        };
        CHECK(table.unusable_values.invalid == c.values);
        CHECK(table.unusable_bounds.invalid == c.bounds);
        CHECK(first(table.unusable_values) == c.first_value);
        CHECK(first(table.unusable_bounds) == c.first_bound);
    }
    const struct {
        const char* row;
        const char* refusal;
    } refused[] = {
        {"<r le='1'/>", "store0:1: the row <r> has no value for the metric m"},
        {"<r n='1'/>", "store0:1: the row <r> has no bound for the metric m"},
        {"<r le='1' n='1.5'/>",
         "store0:1: the row <r> has a value that is not a count for the metric m"},
        {"<r le='x' n='1'/>",
         "store0:1: the row <r> has a bound that is not a number for the metric m"},
    };
    for (const auto& c : refused) {
        Rule rule = value_rule("@n", Aggregate::sum);
        rule.type = RuleType::histogram;
        rule.bucket = BucketRule{"@le", {}};
        rule.missing = Refuse{};
        rule.invalid = Refuse{};
        CHECK(refusal({rule}, {fmt::format("<s>{}</s>", c.row)}) == c.refusal);
    }
}

TEST_CASE("values and labels of several nodes are noted where that is asked for") {
    const std::string text = "<s><r><v>1</v><l>a</l></r>\n<r><v>1</v><v>2</v><l>a</l></r>\n"
                             "<r><v>1</v><l>a</l><l>b</l></r>\n</s>";
    for (const bool noted : {false, true}) {
        RuleSet set({value_rule("v", Aggregate::sum, {label("l", "l"), label("n", "@n")})},
                    "/usr/share/zoneinfo", {.note_several_nodes = noted});
        xml::RowReader store(xml::bytes_of(text, 64), "store", set.requests(), {});
        StoreEvaluation evaluation(set, {"store", "store", 0}, 7, {});
        evaluation.add_all(store);
        std::string found;
        for (const auto& [xpath, place] : evaluation.tables().front().several_nodes) {
            found += fmt::format("{} {}:{} ", xpath, place.store, place.line);
        }
        CHECK(found == (noted ? "l 7:3 v 7:2 " : ""));
    }
}
