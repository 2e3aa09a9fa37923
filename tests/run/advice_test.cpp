#include "run/advice.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace promfile;

namespace {

Rule rule_of(const std::string& name) {
    Rule rule;
    rule.name = name;
    rule.rows = "/store/*";
    rule.aggregate = Aggregate::count;
    rule.origin = {"app.toml", 3, 1};
    return rule;
}

LabelRule label(const std::string& name, const std::string& xpath) {
    LabelRule label;
    label.name = name;
    label.value = xpath;
    return label;
}

// Rows of a label, one after the other.
SeriesTable table_of(const std::vector<std::string>& values) {
    SeriesTable table;
    for (const std::string& value : values) {
        ++table.at(value + '\0').rows;
        ++table.matched_rows;
        ++table.candidates;
        table.non_default_labels |= value.empty() ? 0 : 1;
    }
    return table;
}

// The advice as one text.
std::string advice(const Rule& rule, const SeriesTable& table) {
    std::string text;
    const std::vector<StoreRoot> stores = {{"/app.xml", "store"}};
    for (const Warnings& sentences :
         {rule_warnings(rule, table, stores), advice_sentences(rule_advice(rule, table, stores))}) {
        for (const std::string& sentence : sentences) {
            text += sentence + '\n';
        }
    }
    return text;
}

} // namespace

TEST_CASE("A good rule needs no advice") {
    Rule rule = rule_of("app_rows");
    rule.labels = {label("type", "name()")};
    CHECK(advice(rule, table_of({"apple", "apple", "pear"})) == "");
}

TEST_CASE("Where no store was read, no rule is at fault") {
    const Rule rule = rule_of("app_rows");
    CHECK(rule_warnings(rule, {}, {}).empty());
    CHECK(advice_sentences(rule_advice(rule, {}, {})).empty());
}

TEST_CASE("Equal advice on metrics of one group is one sentence") {
    std::vector<Advice> advice;
    for (const auto& [line, group, metric] : {std::tuple(3U, 1U, "a"),
                                              {4U, 1U, "b"},
                                              {8U, 6U, "c"},
                                              {9U, 0U, "d"},
                                              {10U, 0U, "e"},
                                              {11U, 1U, "f"}}) {
        advice.push_back({{"app.toml", line, 1, group}, "the label of ", metric, " is empty"});
    }
    advice.push_back({{"app.toml", 5, 1, 1}, "the value of ", "b", " is empty"});
    CHECK(advice_sentences(advice) ==
          Warnings{"app.toml:3:1: the label of each of a, b and f is empty",
                   "app.toml:8:1: the label of c is empty", "app.toml:9:1: the label of d is empty",
                   "app.toml:10:1: the label of e is empty",
                   "app.toml:5:1: the value of b is empty"});
    advice.push_back({{"app.toml", 12, 1, 1}, "the label of ", "g", " is empty"});
    CHECK(advice_sentences(advice).front() ==
          "app.toml:3:1: the label of each of a, b, f and 1 more is empty");
}

TEST_CASE("A rule that matches nothing says why") {
    Rule rule = rule_of("app_rows");
    SeriesTable table;
    CHECK(advice(rule, table) ==
          "app.toml:3:1: app_rows matches nothing: there is no row /store/* (the root is "
          "/store); on-empty = \"ok\" of the rule says that this may be\n");
    rule.on_empty = OnEmpty::ok;
    CHECK(advice(rule, table) == "");
    rule.on_empty.reset();
    table.candidates = 7;
    rule.where = {"operation != 'delete'"};
    CHECK(
        advice(rule, table) ==
        "app.toml:3:1: app_rows matches nothing: where = \"operation != 'delete'\" leaves none of "
        "the 7 rows /store/*; operation means a child element of the row, its attribute is "
        "@operation and a text 'operation'\n");
    rule.sources = {"*/other.xml"};
    CHECK(advice(rule, table) ==
          "app.toml:3:1: app_rows matches nothing: no store is called */other.xml; on-empty = "
          "\"ok\" of the rule says that this may be\n");
}

TEST_CASE("Names, empty values and labels, values per row, merged rows") {
    Rule rule = rule_of("app_rowsTotal");
    rule.type = RuleType::counter;
    CHECK(advice(rule, table_of({"a"})).find("should end in _total") != std::string::npos);

    rule = rule_of("app_amount_euros");
    rule.value = {"amount"};
    rule.aggregate = Aggregate::sum;
    SeriesTable table;
    table.matched_rows = table.candidates = table.unusable_values.missing = 6;
    CHECK(advice(rule, table) ==
          "app.toml:3:1: the value amount of app_amount_euros is empty on every row (6); amount "
          "means a child element of the row, its attribute is @amount and a text 'amount'\n");

    table.unusable_values.missing = 0;
    table.unusable_values.invalid = 2;
    table.unusable_values.first_invalid = {{0, 7}, "3,5"};
    CHECK(advice(rule, table) ==
          "app.toml:3:1: the value amount of app_amount_euros is not a number "
          "on 2 of 6 rows, the first is \"3,5\" at /app.xml:7\n");
    // The sensors are no store with lines.
    Rule sensors = rule;
    sensors.sensors = true;
    CHECK(advice_sentences(rule_advice(sensors, table, {})) ==
          Warnings{"app.toml:3:1: the value amount of app_amount_euros is not a number on 2 of 6 "
                   "rows"});
    table.unusable_values.first_invalid = {{0, 7}, "634 MiB"};
    CHECK(advice(rule, table).ends_with("\"634 MiB\" at /app.xml:7; unit = \"auto\" reads it\n"));
    rule.name = "app_backup_age_seconds";
    rule.conversion.time = "iso8601";
    CHECK(advice(rule, table).find("unit") == std::string::npos); // beside `time`
    table.unusable_values.invalid = 0;
    CHECK(advice(rule, table).find("is a time, not an age") != std::string::npos);
    rule = rule_of("app_amount_euros");
    rule.value = {"amount"};
    rule.aggregate = Aggregate::sum;
    table.unusable_values.missing = 6;

    rule.labels = {label("site", "@site"), label("aggregate", "sum")};
    CHECK(advice(rule, table) ==
          "app.toml:3:1: the value amount of app_amount_euros is empty on every row (6); amount "
          "means a child element of the row, its attribute is @amount and a text 'amount'\n"
          "app.toml:3:1: the label site = \"@site\" of app_amount_euros is empty on every row (6)\n"
          "app.toml:3:1: the label aggregate = \"sum\" of app_amount_euros is empty on every row "
          "(6); if the key aggregate of the rule is meant, its place is above [metric.labels]\n");

    rule = rule_of("app_rows");
    rule.labels = {label("where", "@amount > 0")};
    CHECK(advice(rule, table_of({"true", "true", "false"})) ==
          "app.toml:3:1: where of app_rows is a label; if the key where of the rule is meant, its "
          "place is above [metric.labels]\n");

    rule.labels = {label("site", "site")};
    CHECK(advice(rule, table_of({"", "", ""})) ==
          "app.toml:3:1: the label site = \"site\" of app_rows is empty on every row (3); site "
          "means a child element of the row, its attribute is @site and a text 'site'\n");

    rule.labels = {label("id", "@id")};
    CHECK(advice(rule, table_of({"1", "2", "3", "4", "5", "6"}))
              .find("another value on each of the 6 rows") != std::string::npos);
    CHECK(advice(rule, table_of({"1", "2", "3", "4", "5", "5"})) == "");
    rule.max_series = 10; // as many as are meant
    CHECK(advice(rule, table_of({"1", "2", "3", "4", "5", "6"})) == "");
    rule.max_series.reset();
    rule.labels = {label("site", "@site")};
    rule.labels[0].fallback = "main"; // says what absent means
    CHECK(advice(rule, table_of({"", "", ""})) == "");
    rule.labels = {label("id", "@id")};

    rule.aggregate = Aggregate::each;
    CHECK(advice(rule, table_of({"1", "2", "2"})).find("a row of app_rows is merged") !=
          std::string::npos);
}

TEST_CASE("of a histogram whose rows are buckets, the value and the bound are named apart") {
    const struct {
        const char* value;
        const char* bound;
        const char* sentences;
    } cases[] = {
        {"1.5", "",
         "app.toml:3:1: the value @n of app_h is not a count on 1 of 2 rows, the first is \"1.5\" "
         "at /app.xml:1\n"},
        {"1K", "",
         "app.toml:3:1: the value @n of app_h is not a count on 1 of 2 rows, the first is \"1K\" "
         "at "
         "/app.xml:1; unit = \"auto\" reads it\n"},
        {"5.1 ms", "",
         "app.toml:3:1: the value @n of app_h is not a count on 1 of 2 rows, the first is \"5.1 "
         "ms\" at /app.xml:1\n"},
        {"", "x",
         "app.toml:3:1: the bucket @le of app_h is not a number on 1 of 2 rows, the first is \"x\" "
         "at /app.xml:1\n"},
        {"", "5 ms",
         "app.toml:3:1: the bucket @le of app_h is not a number on 1 of 2 rows, the first is \"5 "
         "ms\" at /app.xml:1; bucket = { value = \"@le\", unit = \"auto\" } reads it\n"},
        {"1.5", "x",
         "app.toml:3:1: the value @n of app_h is not a count on 1 of 2 rows, the first is \"1.5\" "
         "at /app.xml:1\napp.toml:3:1: the bucket @le of app_h is not a number on 1 of 2 rows, the "
         "first is \"x\" at /app.xml:1\n"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.sentences);
        Rule rule = rule_of("app_h");
        rule.type = RuleType::histogram;
        rule.value = {"@n"};
        rule.bucket = BucketRule{"@le", {}};
        SeriesTable table;
        table.candidates = table.matched_rows = 2;
        for (const auto& [text, rows] : {std::pair(c.value, &table.unusable_values),
                                         std::pair(c.bound, &table.unusable_bounds)}) {
            if (*text != '\0') {
                *rows = {0, 1, InvalidRow{{0, 1}, text}};
            }
        }
        CHECK(advice(rule, table) == c.sentences);
    }
}

TEST_CASE("the name of a child where an attribute may be meant") {
    CHECK(bare_name("amount") == "amount");
    CHECK(bare_name("@a = 5 and amount > 3") == "amount");
    CHECK(bare_name("amount/@unit") == "amount");
    CHECK(bare_name("@amount") == "");
    CHECK(bare_name("../@site") == "");
    CHECK(bare_name("name()") == "");
    CHECK(bare_name("'amount'") == "");
    CHECK(bare_name("child::amount") == "");
}

TEST_CASE("A time that looks like milliseconds") {
    Rule rule = rule_of("app_backup_timestamp_seconds");
    rule.value = {"@at"};
    rule.aggregate = Aggregate::max;
    SeriesTable table = table_of({""});
    table.at(std::string_view()).value = 1.7e12;
    table.at(std::string_view()).rows = 1;
    CHECK(advice(rule, table)
              .find("looks like a time in milliseconds; unit = \"ms\" makes "
                    "seconds of it") != std::string::npos);
    table.at(std::string_view()).value = 1.7e9;
    CHECK(advice(rule, table) == "");
}
