#include "aggregate/rules_test_support.hpp"
#include "processor_time.hpp"
#include "support/error.hpp"
#include "xml/rows_text.hpp"

#include <functional>

// Rules that have often cost more than their rows are worth.

using namespace promfile;

namespace {

struct Hostile {
    const char* what;
    std::function<std::string(std::size_t n)> store; // whose size grows as n does
    std::size_t n;
    Rule rule;
};

std::string numbered_rows(std::size_t n) {
    std::string rows;
    for (std::size_t i = 0; i < n; ++i) {
        rows += fmt::format("<r i='{0}' v='{0}'/>", i);
    }
    return rows;
}

std::string in_one_line(std::size_t n) {
    return "<s>" + numbered_rows(n) + "</s>";
}

std::string with_head(std::size_t n) {
    return "<s><head><status>up</status></head>" + numbered_rows(n) + "</s>";
}

// The same rows, found through the root, so that the whole document is held.
Rule beyond_the_row(Rule rule) {
    rule.rows = "/s/r";
    rule.where = {"/s"};
    return rule;
}

Rule with_where(Rule rule, const char* where) {
    rule.rows = "/s/r";
    rule.where = {where};
    return rule;
}

// The place of each row is asked for, since another could contradict it.
const Rule value_of_each = value_rule("@v", Aggregate::each, {label("i", "@i")});
const Rule contradicting_values = value_rule("@v", Aggregate::each);

const Hostile hostile_stores[] = {
    {"a value without an aggregate", in_one_line, 4'000, value_of_each},
    {"a value without an aggregate, of a document", in_one_line, 3'000,
     beyond_the_row(value_of_each)},
    {"values without an aggregate after a large row",
     [](std::size_t n) {
         return "<s><r i='x' v='1'>" + std::string(100 * n, 'x') + "</r>" + numbered_rows(n) +
                "</s>";
     },
     3'000, value_of_each},
    {"values that contradict each other", in_one_line, 4'000, contradicting_values},
    {"a label from a child of the parent", with_head, 2'000,
     value_rule("@v", Aggregate::sum, {label("status", "../head/status")})},
    {"a condition on a child of the parent", with_head, 2'000,
     with_where(value_rule("@v", Aggregate::sum), "../head/status = 'up' and @v > 0")},
    {"a value from a child of the parent", with_head, 2'000,
     value_rule("../head/status = 'up'", Aggregate::sum)},
    {"a sum over all rows, in each row", with_head, 2'000,
     value_rule("@v div sum(../r/@v)", Aggregate::sum)},
    {"children of a row that need its tree",
     [](std::size_t n) { return "<s><r>" + repeated("<c v='1'/>", n) + "</r></s>"; }, 8'000,
     value_rule("count(c[@v = 1])", Aggregate::sum)},
};

void evaluate(const Rule& rule, const std::string& text) {
    RuleSet set({rule}, "/usr/share/zoneinfo");
    xml::ReadLimits limits;
    limits.whole_document = set.document_rule() != nullptr;
    EvaluationLimits no_limits;
    no_limits.max_series = text.size();
    xml::RowReader store(xml::bytes_of(text, 1 << 16), "store.xml", set.requests(), limits);
    StoreEvaluation evaluation(set, {"store.xml", "store.xml", 0}, 0, no_limits);
    evaluation.add_all(store);
    CHECK(evaluation.counts().read > 0);
}

} // namespace

TEST_CASE("no rule costs more than twice as much on a store that is twice as large") {
    for (const Hostile& hostile : hostile_stores) {
        check_twice_costs_twice(hostile.what, hostile.n, hostile.store,
                                [&](const std::string& store) { evaluate(hostile.rule, store); });
    }
}
