// For every configuration, faults are reported and rules without faults run. No content crashes the
// parser, the compiler of the rules or their evaluation.

#include "aggregate/families.hpp"
#include "aggregate/store_evaluation.hpp"
#include "bytes_reader.hpp"
#include "config/config.hpp"
#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "rules/rule_toml.hpp"
#include "run/advice.hpp"
#include "xml/row_reader.hpp"

#include <cstdint>

using namespace promfile;

namespace {

constexpr std::string_view store_text =
    "<store region='north' site='s1'><item id='1' operation='create' amount='702.05' size='12 MiB' "
    "at='2026-11-20T10:00:00Z'>text<part n='1'>5</part><part n='2'>inf</part></item><item id='2' "
    "operation='delete' amount='' state='up'/><other id='x'><item id='3' amount='1e3'/></other>"
    "</store>";

void run(const std::vector<Rule>& rules) {
    RuleSet set(rules, "/usr/share/zoneinfo");
    xml::ReadLimits limits;
    limits.whole_document = set.document_rule() != nullptr;
    xml::RowReader store(bytes_reader(store_text), "store.xml", set.requests(), limits);
    StoreEvaluation evaluation(set, {"store.xml", "store.xml", 0}, 0, {});
    for (auto rows = store.next(); !rows.empty(); rows = store.next()) {
        evaluation.add(rows, [&](const xml::Row& row) { return store.position_of(row).line; });
    }
    Warnings warnings;
    std::vector<MetricFamily> families;
    for (size_t i = 0; i < rules.size(); ++i) {
        const SeriesTable& table = evaluation.tables()[i];
        rule_advice(rules[i], table, {{"store.xml", "store"}});
        for (MetricFamily& family : rule_families(rules[i], table, {"store.xml"}, 1000, warnings)) {
            families.push_back(std::move(family));
        }
    }
    Overlaps overlaps;
    expose(checked_families(std::move(families), {}, overlaps, warnings), "");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    ConfigContext context;
    context.file = "fuzz.toml";
    context.directory = "/";
    ConfigResult result = parse_config(text, context);
    if (!result.errors.empty()) {
        return 0;
    }
    std::vector<Rule> rules = std::move(result.config.rules);
    // Rules that are printed and read again are the same rules.
    const std::string printed = print_rules(rules);
    const ConfigResult again = parse_config(printed, context);
    if (!again.errors.empty() || print_rules(again.config.rules) != printed) {
        __builtin_trap();
    }
    std::erase_if(rules, [](const Rule& rule) { return rule.sensors; });
    for (Rule& rule : rules) {
        rule.sources.clear();
    }
    try {
        run(rules);
    } catch (const Error&) { // refused because of a policy or a limit
    }
    return 0;
}
