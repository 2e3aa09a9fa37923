#include "run/survey.hpp"

#include "aggregate/rules_test_support.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace promfile;

namespace {

constexpr const char* fruit = "<store>"
                              "<orange id='1' operation='create'/>"
                              "<orange id='1' operation=' update '/>"
                              "<strawberry id='1' operation='delete'/>"
                              "<orange id='2'/>"
                              "<Orange id='3' operation='archive'/>"
                              "<it-em id='3' operation=' '/>"
                              "</store>";

std::set<std::string> lines_of(const std::string& text) {
    std::set<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.insert(line);
    }
    return lines;
}

struct Resolved {
    std::vector<Rule> rules;
    std::set<std::string> series; // what the survey gives
    std::set<std::string> again;  // what the resolved rules give on the same stores
};

// All stores share their metrics, as with --path-label none.
Resolved resolve(const BuiltinOptions& options, const std::vector<std::string>& stores) {
    BuiltinOptions prefixed = options;
    prefixed.prefix = "store";
    Survey survey(prefixed);
    RuleSet set(survey.rules(), "");
    const TemporaryDirectory directory;
    for (size_t i = 0; i < stores.size(); ++i) {
        const std::string name = "store" + std::to_string(i);
        InputFile file(directory.write(name, stores[i]));
        xml::RowReader store(file.reader(), name, set.requests(), {});
        StoreEvaluation evaluation(set, {name, name, 0}, static_cast<std::uint32_t>(i), {});
        evaluation.add_all(store);
        survey.add(name, store.root_name(), "", std::move(evaluation.tables()));
    }
    Resolved resolved;
    std::string text;
    for (EvaluatedRule& rule : survey.resolve()) {
        Warnings warnings;
        const MetricFamily family = rule_family(rule.rule, rule.table, {}, 10'000, warnings);
        CHECK(warnings.empty());
        text += expose({family}, "");
        resolved.rules.push_back(std::move(rule.rule));
    }
    for (const std::string& line : lines_of(text)) {
        if (!line.starts_with('#')) {
            resolved.series.insert(line);
        }
    }
    resolved.again = lines_of(run_rules(resolved.rules, stores).text);
    return resolved;
}

using Lines = std::set<std::string>;

} // namespace

TEST_CASE("rows by labels") {
    const Resolved resolved = resolve({}, {fruit});
    CHECK(resolved.series ==
          Lines{"store_rows{type=\"Orange\",operation=\"archive\"} 1",
                "store_rows{type=\"Orange\",operation=\"create\"} 0",
                "store_rows{type=\"Orange\",operation=\"delete\"} 0",
                "store_rows{type=\"Orange\",operation=\"update\"} 0",
                "store_rows{type=\"it-em\"} 1", "store_rows{type=\"it-em\",operation=\"create\"} 0",
                "store_rows{type=\"it-em\",operation=\"delete\"} 0",
                "store_rows{type=\"it-em\",operation=\"update\"} 0",
                "store_rows{type=\"orange\"} 1",
                "store_rows{type=\"orange\",operation=\"create\"} 1",
                "store_rows{type=\"orange\",operation=\"delete\"} 0",
                "store_rows{type=\"orange\",operation=\"update\"} 1",
                "store_rows{type=\"strawberry\",operation=\"create\"} 0",
                "store_rows{type=\"strawberry\",operation=\"delete\"} 1",
                "store_rows{type=\"strawberry\",operation=\"update\"} 0", "store_total_rows 6"});
    CHECK(resolved.again == resolved.series);
}

TEST_CASE("rows by names: types that become equal are one") {
    BuiltinOptions options;
    options.naming = Naming::per_type;
    const Resolved resolved = resolve(options, {fruit});
    CHECK(resolved.series == Lines{"store_it_em_create_rows 0", "store_it_em_delete_rows 0",
                                   "store_it_em_total_rows 0", "store_it_em_update_rows 0",
                                   "store_orange_create_rows 1", "store_orange_delete_rows 0",
                                   "store_orange_total_rows 3", "store_orange_update_rows 1",
                                   "store_strawberry_create_rows 0",
                                   "store_strawberry_delete_rows 1",
                                   "store_strawberry_total_rows 1",
                                   "store_strawberry_update_rows 0", "store_total_rows 6"});
    CHECK(resolved.again == resolved.series);
    CHECK(resolved.rules.front().help == "it_em rows in store");
    CHECK(resolved.rules[1].help == "it_em create rows in store");
}

TEST_CASE("rows by names: types beyond ASCII have names of their own") {
    BuiltinOptions options;
    options.naming = Naming::per_type;
    const Resolved resolved =
        resolve(options, {"<s><\xc3\xa9t\xc3\xa9 operation='create'/>" // été
                          "<\xd1\x8f operation='create'/><\xd1\x8e operation='create'/>"
                          "<_ operation='create'/><a..b- operation='create'/></s>"});
    std::set<std::string> names;
    for (const Rule& rule : resolved.rules) {
        if (rule.name.ends_with("_create_rows")) {
            names.insert(rule.name);
        }
    }
    CHECK(names == std::set<std::string>{"store_a_b_create_rows", "store_ete_create_rows",
                                         "store_u005f_create_rows", "store_u044e_create_rows",
                                         "store_u044f_create_rows"});
    CHECK(resolved.again == resolved.series);
}

TEST_CASE("rows by names and further labels: zeros for each text that the type's rows have") {
    const std::string store = "<s><a operation='create' site='x'/><a site='y'/>"
                              "<b operation='odd' site='z'/></s>";
    BuiltinOptions options;
    options.naming = Naming::per_type;
    options.labels = {{"site", "@site"}};
    const Resolved resolved = resolve(options, {store});
    CHECK(resolved.series ==
          Lines{"store_a_create_rows{site=\"x\"} 1", "store_a_create_rows{site=\"y\"} 0",
                "store_a_delete_rows{site=\"x\"} 0", "store_a_delete_rows{site=\"y\"} 0",
                "store_a_total_rows{site=\"x\"} 1", "store_a_total_rows{site=\"y\"} 0",
                "store_a_update_rows{site=\"x\"} 0", "store_a_update_rows{site=\"y\"} 0",
                "store_b_create_rows{site=\"z\"} 0", "store_b_delete_rows{site=\"z\"} 0",
                "store_b_total_rows{site=\"z\"} 1", "store_b_update_rows{site=\"z\"} 0",
                "store_total_rows 3"});
    CHECK(resolved.again == resolved.series);
    // Types that are to be there in any case have a 0 for the texts of all rows.
    options.types = {"a", "kiwi"};
    const Resolved declared = resolve(options, {store});
    CHECK(declared.series.count("store_kiwi_total_rows{site=\"x\"} 0") == 1);
    CHECK(declared.series.count("store_kiwi_delete_rows{site=\"y\"} 0") == 1);
    CHECK(declared.series.count("store_a_total_rows{site=\"x\"} 1") == 1);
    CHECK(declared.again == declared.series);
}

TEST_CASE("an operation that only filtered rows have still makes the zeros") {
    BuiltinOptions options;
    options.types = {"it*", "kiwi"};
    const Resolved resolved = resolve(options, {fruit});
    CHECK(resolved.series ==
          Lines{"store_rows{type=\"it-em\"} 1", "store_rows{type=\"it-em\",operation=\"create\"} 0",
                "store_rows{type=\"it-em\",operation=\"delete\"} 0",
                "store_rows{type=\"it-em\",operation=\"update\"} 0",
                "store_rows{type=\"kiwi\",operation=\"create\"} 0",
                "store_rows{type=\"kiwi\",operation=\"delete\"} 0",
                "store_rows{type=\"kiwi\",operation=\"update\"} 0", "store_total_rows 6"});
    CHECK(resolved.again == resolved.series);
}

TEST_CASE("stores without operations") {
    const std::string store = "<s><a x='1'/><b/><a x='2'/></s>";
    CHECK(resolve({}, {store}).series ==
          Lines{"store_rows{type=\"a\"} 2", "store_rows{type=\"b\"} 1", "store_total_rows 3"});
    BuiltinOptions options;
    options.types = {"kiwi", "a"};
    options.exclude_types = {"b"};
    CHECK(resolve(options, {store}).series ==
          Lines{"store_rows{type=\"a\"} 2", "store_rows{type=\"kiwi\"} 0", "store_total_rows 3"});
    options.naming = Naming::per_type;
    CHECK(resolve(options, {store}).series.count("store_kiwi_total_rows 0") == 1);
    CHECK(resolve({}, {"<s/>"}).series == Lines{"store_total_rows 0"});
}

TEST_CASE("a resolved rule gives the same series as the survey") {
    const std::vector<std::string> stores{
        fruit, "<s><a operation='create' site='x'/><a site=' y '/><n:b operation='odd'/></s>",
        "<s/>"};
    std::vector<BuiltinOptions> all;
    for (const Naming naming : {Naming::labels, Naming::per_type}) {
        for (const char* rows : {"/*/*", "//orange", "/store/*/@id", "//*"}) {
            for (const std::vector<std::string>& types :
                 std::vector<std::vector<std::string>>{{}, {"orange"}, {"*a*", "kiwi"}, {"it's"}}) {
                for (const bool labels : {false, true}) {
                    BuiltinOptions options;
                    options.naming = naming;
                    options.rows = rows;
                    options.types = types;
                    options.exclude_types = {"straw*"};
                    if (labels) {
                        options.labels = {{"site", "@site"}, {"id", "@id"}};
                    }
                    all.push_back(options);
                }
            }
        }
    }
    for (const BuiltinOptions& options : all) {
        for (const std::vector<std::string>& some :
             {stores, {stores[0]}, {stores[1]}, {stores[2]}}) {
            const Resolved resolved = resolve(options, some);
            CAPTURE(options.rows);
            CAPTURE(static_cast<int>(options.naming));
            CAPTURE(options.types.size());
            CAPTURE(options.labels.size());
            CHECK(resolved.series == resolved.again);
        }
    }
}
