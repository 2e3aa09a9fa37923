#include "suggest/trial.hpp"

#include "aggregate/families.hpp"
#include "aggregate/rule_set.hpp"
#include "metrics/checks.hpp"
#include "run/advice.hpp"
#include "run/store_run.hpp"
#include "support/error.hpp"
#include "values/time_zone.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

// --check gives advice only on rules that have a place in a configuration.
std::vector<Rule> as_configured(std::vector<Rule> rules) {
    for (Rule& rule : rules) {
        rule.origin = {"", 1, 1};
    }
    return rules;
}

// The sentence without the place that as_configured made up.
std::string without_place(const std::string& sentence) {
    constexpr std::string_view place = ":1:1: ";
    return sentence.starts_with(place) ? sentence.substr(place.size()) : sentence;
}

std::vector<size_t> empty_labels(const Rule& rule, const SeriesTable& table) {
    std::vector<size_t> empty;
    for (size_t i = 0; i < rule.labels.size(); ++i) { // none is a constant
        if (table.matched_rows > 0 && (table.non_default_labels >> i & 1U) == 0) {
            empty.push_back(i);
        }
    }
    return empty;
}

std::string series_text(const Sample& sample) {
    std::string text;
    for (const Label& label : sample.labels) {
        text += label.name + '\0' + label.value + '\0';
    }
    return text;
}

RuleTrial trial_of(const Rule& rule, const SeriesTable& table, const std::vector<StoreRoot>& roots,
                   std::vector<MetricFamily>& families) {
    constexpr std::uint64_t no_limit = 1'000'000;
    RuleTrial trial;
    std::vector<std::string> paths;
    paths.reserve(roots.size());
    for (const StoreRoot& root : roots) {
        paths.push_back(root.path);
    }
    Warnings warnings;
    MetricFamily family = rule_family(rule, table, paths, no_limit, warnings);
    trial.conflict =
        !table.conflicts().empty() ||
        std::any_of(table.series().begin(), table.series().end(), [&](const auto& series) {
            return rule.aggregate == Aggregate::each && series.second.rows > 1;
        });
    trial.empty_labels = empty_labels(rule, table);
    for (const Warnings& found :
         {rule_warnings(rule, table, roots), advice_sentences(rule_advice(rule, table, roots))}) {
        warnings.insert(warnings.end(), found.begin(), found.end());
    }
    Overlaps overlaps;
    std::vector<MetricFamily> checked =
        checked_families({std::move(family)}, {}, overlaps, warnings);
    trial.fault = warnings.empty() ? "" : without_place(warnings.front());
    trial.series = count_series(checked);
    for (const MetricFamily& one : checked) {
        for (const Sample& sample : one.samples) {
            trial.values[series_text(sample)] = sample.value;
        }
    }
    families.insert(families.end(), checked.begin(), checked.end());
    return trial;
}

} // namespace

std::vector<RuleTrial> Trial::run(const std::vector<Rule>& rules) const {
    try {
        return evaluate(as_configured(rules));
    } catch (const Error& error) {
        if (time_.is_over()) {
            throw; // no rule is at fault
        }
        if (rules.size() == 1) {
            RuleTrial refused;
            refused.fault = without_place(error.what());
            return {refused};
        }
    }
    // One of the rules is refused: trying each half of the list finds out which one.
    const auto middle = rules.begin() + static_cast<std::ptrdiff_t>(rules.size() / 2);
    std::vector<RuleTrial> trials = run({rules.begin(), middle});
    const std::vector<RuleTrial> others = run({middle, rules.end()});
    trials.insert(trials.end(), others.begin(), others.end());
    return trials;
}

std::vector<RuleTrial> Trial::evaluate(const std::vector<Rule>& rules) const {
    RuleSet set(rules, default_zoneinfo, {.note_several_nodes = true});
    xml::ReadLimits limits = limits_;
    limits.whole_document = set.document_rule() != nullptr;
    EvaluationLimits evaluation;
    std::vector<SeriesTable> tables(rules.size());
    std::vector<StoreRoot> roots;
    for (const std::string& store : stores_) {
        const auto number = static_cast<std::uint32_t>(roots.size());
        StoreRun run = run_store({.path = store}, number, set, limits, evaluation, time_,
                                 [](const std::string&, std::uint64_t, std::uint64_t) {});
        if (run.failure) {
            throw Error(*run.failure);
        }
        roots.push_back({store, run.root_name});
        for (size_t i = 0; i < rules.size(); ++i) {
            tables[i].merge(rules[i], std::move(run.tables[i]));
        }
    }
    std::vector<RuleTrial> trials;
    std::vector<MetricFamily> families;
    for (size_t i = 0; i < rules.size(); ++i) {
        trials.push_back(trial_of(rules[i], tables[i], roots, families));
    }
    // Throws if two metrics clash because one is named like the _count, _sum or _bucket of another.
    SeriesLimits all;
    all.max_series = std::max<std::uint64_t>(all.max_series, max_series_ * rules.size());
    Overlaps overlaps;
    Warnings warnings;
    checked_families(std::move(families), all, overlaps, warnings);
    return trials;
}

} // namespace promfile::suggest
