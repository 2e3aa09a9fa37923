#include "aggregate/rule_set.hpp"
#include "xml/row_reader.hpp"
#include "xml/rows_text.hpp"
#include "xml/store_generator.hpp"

#include <doctest/doctest.h>

// A row loses the nodes that its rules do not use, and no expression notices.

using namespace promfile;

namespace {

Rule rule_of(std::string rows, std::string xpath) {
    Rule rule;
    rule.name = "m";
    rule.rows = std::move(rows);
    rule.value.push_back(std::move(xpath));
    return rule;
}

struct Evaluation {
    std::string texts; // of all rows and rules, one line each
    size_t max_nodes = 0;
};

Evaluation evaluate(const std::string& store, const std::vector<Rule>& rules,
                    const xml::ReadLimits& limits) {
    RuleSet set(rules, "/usr/share/zoneinfo");
    ExpressionPool& pool = set.expressions();
    pool.next_store(~std::uint64_t{0});
    const StoreFacts facts{"store.xml", "store.xml", 0};
    Evaluation result;
    try {
        xml::RowReader reader(xml::bytes_of(store, 100), "store.xml", set.requests(), limits);
        for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
            for (const xml::Row& row : rows) {
                result.max_nodes = std::max(result.max_nodes, row.layout->nodes.size());
                pool.next_row(row);
                for (const CompiledRule& rule : set.rules()) {
                    if (rule.request == row.request) {
                        result.texts +=
                            fmt::format("{} {}\n", rule.rule.value.front(),
                                        pool.text(rule.values.front(), pool.context(1, facts)));
                    }
                }
            }
        }
    } catch (const Error& error) {
        result.texts += error.what();
    }
    return result;
}

const char* const paths[] = {
    "a",
    ".",
    "r/a",
    "a/@id",
    "text()",
    "r/text()",
    "../@a",
    "../../@id",
    "@id",
    "concat(a, '|', r)",
    "a = 'x'",
    "a != r",
    "r/@a > 1",
    "not(a/r)",
    "count(a)",
    "count(a/@id)",
    "sum(r/a)",
    "a < sum(r)",
    "concat(., '|', r/a, count(.), count(r/r), sum(r/r/@id))",
    "a = r/a",
    "r/a/text()",
    "count(text())",
    "normalize-space(.)",
    "count(*) + 1",
    "count(.//a)",
    "substring(@id, 2)",
    "name()",
};

std::string many_children(size_t count) {
    std::string store = "<s><r id='1'>";
    for (size_t i = 0; i < count; ++i) {
        store += "<a v='1'><b/>x</a><!-- --><c>y</c>z";
    }
    return store + "</r></s>";
}

} // namespace

TEST_CASE("expressions give the same of rows with all nodes and of rows with those in use") {
    xml::ReadLimits all;
    all.max_unused_nodes = size_t{1} << 30;
    // Numbers of nodes from which on unused ones are dropped, and texts gathered.
    const std::pair<size_t, size_t> numbers[] = {{0, 1'000}, {3, 1'000}, {10, 1'000},
                                                 {0, 0},     {1, 4},     {5, 0}};
    size_t dropped = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        xml::StoreGenerator generator(seed);
        std::string store = seed % 2 == 0 ? generator.store() : generator.repetitive_store();
        if (seed % 4 > 1) {
            store = generator.mutated(store);
        }
        std::vector<Rule> rules;
        for (size_t i = 0; i < 3; ++i) {
            const size_t any = seed * 3 + i * 7;
            constexpr const char* rows[] = {"/*/*", "/*", "//r", "//*", "/s/r/@id"};
            rules.push_back(rule_of(rows[any % std::size(rows)], paths[any % std::size(paths)]));
        }
        for (const bool recover : {false, true}) {
            all.recover = recover;
            const Evaluation complete = evaluate(store, rules, all);
            for (const auto& number : numbers) {
                xml::ReadLimits limits = all;
                limits.max_unused_nodes = number.first;
                limits.max_used_nodes = number.second;
                limits.max_unused_attributes = number.first;
                const Evaluation pruned = evaluate(store, rules, limits);
                CAPTURE(store);
                CAPTURE(number.first);
                CAPTURE(number.second);
                CHECK(pruned.texts == complete.texts);
                dropped += pruned.max_nodes < complete.max_nodes;
            }
        }
    }
    CHECK(dropped > 100);
}

TEST_CASE(
    "start tags of many attributes have those that rules use, and the same faults as others") {
    const std::string many = " b='2' c = \"&lt;\" a='&#49;'\n e='5\t' f=''";
    const std::string list = "<!DOCTYPE s [<!ENTITY e 'x'>"
                             "<!ATTLIST r b NMTOKENS ' 1  2 ' z CDATA 'y' c CDATA '3'>]>";
    const std::string stores[] = {
        "<s" + many + "><r" + many + "><a" + many + "/></r><r/><r a='7'>x</r></s>",
        list + "<s" + many + "><r" + many + " b=' &e;  y'/><r/></s>", // b is given twice
        list + "<s><r" + many + " z='&e;'><a z='1'/></r><r e='' f='' g='' h=''/></s>",
        "<s><r" + many + " c ='7'/></s>",
        "<s><r" + many + " g='' h='' g='' h=''/></s>",
        "<s><r" + many + "/><r" + many + " g='<'/></s>",
        "<s><r" + many + " g='&no;'/></s>",
        "<s><r" + many + " g='x' h></r></s>",
        "<s><r" + many + " g='x",
    };
    Rule joined = rule_of("//a", "name()");
    joined.labels.push_back({});
    joined.labels.back().name = "l";
    joined.labels.back().path = "@f";
    const std::vector<std::vector<Rule>> all_rules = {
        {rule_of("/s/r", "@b"), rule_of("//a", "../@a")},
        {rule_of("/s/r", "concat(@z, a/@b)"), rule_of("//r/@c", "../@e")},
        {joined},
        {rule_of("/s/r", "count(@*)")},
        {rule_of("//r/@*", ".")},
    };
    size_t fewer = 0;
    for (const std::string& store : stores) {
        for (const std::vector<Rule>& rules : all_rules) {
            const Evaluation complete = evaluate(store, rules, {});
            for (const size_t max_unused : {0U, 1U, 3U, 5U, 6U}) {
                CAPTURE(store);
                CAPTURE(max_unused);
                xml::ReadLimits limits;
                limits.max_unused_attributes = max_unused;
                const Evaluation few = evaluate(store, rules, limits);
                CHECK(few.texts == complete.texts);
                fewer += few.max_nodes < complete.max_nodes;
            }
        }
    }
    CHECK(fewer > 20);
    xml::ReadLimits limits;
    limits.max_unused_attributes = 4;
    CHECK(evaluate(stores[0], {rule_of("/s/r", "@b")}, limits).max_nodes == 2);
    CHECK(evaluate(stores[0], {rule_of("/s/r", "@b"), joined}, limits).max_nodes == 3);
}

TEST_CASE("a row of many children has as many nodes as its rules use") {
    struct Case {
        const char* xpath;
        size_t used; // nodes, in a store of 1,000 times three children
    };
    const Case cases[] = {
        {"a", 4},
        {"concat(a/b, c, text())", 7},
        {"a/@v", 4},
        {"@id", 2},
        {"a = 'x'", 2'002},
        {"count(c)", 2'002},
        {"sum(a/@v)", 2'002},
        {".", 5'002},        // the text of a, of c and of the row
        {"count(*)", 7'002}, // needs a tree
    };
    xml::ReadLimits limits;
    limits.max_unused_nodes = 0;
    for (const Case& each : cases) {
        CAPTURE(each.xpath);
        const std::vector<Rule> rules{rule_of("/s/r", each.xpath)};
        const Evaluation pruned = evaluate(many_children(1'000), rules, limits);
        CHECK(pruned.max_nodes >= each.used);
        CHECK(pruned.max_nodes <= each.used / 2 * 3 + 10);
        CHECK(pruned.texts == evaluate(many_children(1'000), rules, {}).texts);

        xml::ReadLimits gathering = limits;
        gathering.max_used_nodes = 0;
        const Evaluation gathered = evaluate(many_children(1'000), rules, gathering);
        CHECK((gathered.max_nodes < 10 || each.xpath == std::string("count(*)")));
        CHECK(gathered.texts == pruned.texts);
    }
    // Nor do more nodes than that collect on the way, however many rows lie in the row.
    const std::vector<Rule> rules{rule_of("/s/r", "a"), rule_of("//r/c", "."),
                                  rule_of("//b", "../@v")};
    CHECK(evaluate(many_children(1'000), rules, limits).texts ==
          evaluate(many_children(1'000), rules, {}).texts);
}
