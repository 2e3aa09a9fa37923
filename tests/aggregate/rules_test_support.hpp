#pragma once

#include "aggregate/families.hpp"
#include "aggregate/rule_set.hpp"
#include "aggregate/store_evaluation.hpp"
#include "input/input_file.hpp"
#include "metrics/exposition.hpp"
#include "metrics/series_order.hpp"
#include "support/error.hpp"
#include "temporary_directory.hpp"
#include "xml/row_reader.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

// Rules run over stores that are given as texts, as a run does it, to the text of their families.
struct RulesRun {
    std::string text;              // without HELP and TYPE lines
    std::vector<std::string> help; // by family
    promfile::Warnings warnings;
    std::vector<promfile::RowCounts> counts; // by store
};

inline RulesRun run_rules(const std::vector<promfile::Rule>& rules,
                          const std::vector<std::string>& stores,
                          const promfile::EvaluationLimits& limits = {}) {
    using namespace promfile;
    const TemporaryDirectory directory;
    RuleSet set(rules, "/usr/share/zoneinfo");
    xml::ReadLimits read_limits;
    read_limits.buffer_bytes = 64;
    read_limits.whole_document = set.document_rule() != nullptr;
    RulesRun result;
    result.counts.resize(stores.size());
    std::vector<SeriesTable> tables(rules.size());
    std::vector<std::string> names;
    for (size_t i = 0; i < stores.size(); ++i) {
        names.push_back("store" + std::to_string(i));
        InputFile file(directory.write(names[i], stores[i]));
        xml::RowReader store(file.reader(), names[i], set.requests(), read_limits);
        StoreEvaluation evaluation(set, {names[i], names[i], 0}, static_cast<std::uint32_t>(i),
                                   limits);
        evaluation.add_all(store);
        result.counts[i] = evaluation.counts();
        for (size_t rule = 0; rule < rules.size(); ++rule) {
            tables[rule].merge(rules[rule], std::move(evaluation.tables()[rule]));
            check_limits(rules[rule], tables[rule], limits, names[i]);
        }
    }
    std::vector<RowCounts*> counts;
    for (RowCounts& each : result.counts) {
        counts.push_back(&each);
    }
    std::vector<MetricFamily> families;
    for (size_t rule = 0; rule < rules.size(); ++rule) {
        tables[rule].count_repeated(rules[rule], counts);
        for (MetricFamily& family :
             rule_families(rules[rule], tables[rule], names, limits.max_series, result.warnings)) {
            result.help.push_back(family.help);
            families.push_back(std::move(family));
            sort_series(families.back());
            std::istringstream lines(expose({families.back()}, ""));
            for (std::string line; std::getline(lines, line);) {
                result.text += line.starts_with('#') ? "" : line + "\n";
            }
        }
    }
    return result;
}

inline std::string outcome(const std::vector<promfile::Rule>& rules,
                           const std::vector<std::string>& stores) {
    return run_rules(rules, stores).text;
}

// The text of the error that the rules end with, or "" if they succeed.
inline std::string refusal(const std::vector<promfile::Rule>& rules,
                           const std::vector<std::string>& stores,
                           const promfile::EvaluationLimits& limits = {}) {
    try {
        run_rules(rules, stores, limits);
    } catch (const promfile::Error& error) {
        return error.what();
    }
    return "";
}

inline promfile::LabelRule label(std::string name, std::string xpath,
                                 std::vector<std::string> values = {}) {
    promfile::LabelRule label;
    label.name = std::move(name);
    label.value = std::move(xpath);
    label.values = std::move(values);
    return label;
}

// A rule "m" on the children of the root.
inline promfile::Rule value_rule(std::string value, promfile::Aggregate aggregate,
                                 std::vector<promfile::LabelRule> labels = {}) {
    promfile::Rule rule;
    rule.name = "m";
    rule.help = "Help.";
    if (!value.empty()) {
        rule.value.push_back(std::move(value));
    }
    rule.aggregate = aggregate;
    rule.labels = std::move(labels);
    return rule;
}
