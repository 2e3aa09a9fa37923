#include "aggregate/families.hpp"

#include "metrics/exposition.hpp"
#include "metrics/names.hpp"
#include "rules/builtin_store.hpp"
#include "support/error.hpp"
#include "support/number.hpp"
#include "values/exact_factor.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

namespace promfile {

namespace {

using Values = std::vector<std::string>; // of the labels that are not constant

Values values_of(std::string_view key) {
    const std::vector<std::string_view> values = split_key(key);
    return {values.begin(), values.end()};
}

Labels labels_of(const Rule& rule, const Values& values) {
    Labels labels;
    auto value = values.begin();
    for (const LabelRule& label : rule.labels) {
        labels.push_back({label.name, label.text ? *label.text : *value++});
    }
    return labels;
}

std::string series_name(const Rule& rule, const Values& values) {
    return series_text(rule.name, labels_of(rule, values));
}

double plain_value(const Rule& rule, const Accumulator& series) {
    if (series.rows == 0) { // a declared series without rows
        return 0;
    }
    switch (rule.aggregate) {
    case Aggregate::count:
        return static_cast<double>(series.rows);
    case Aggregate::sum:
        return series.sum.value();
    case Aggregate::avg:
        return series.sum.mean(series.rows);
    case Aggregate::distinct:
        return series.observed ? static_cast<double>(series.observed->texts.size()) : 0;
    default:
        return rule.type == RuleType::info ? 1 : series.value;
    }
}

Labels with(Labels labels, const char* name, double value) {
    labels.push_back({name, format_number(value)});
    return labels;
}

void add_histogram(const Rule& rule, const Labels& labels, const Accumulator& series,
                   std::vector<Sample>& samples) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::map<double, double> bounds;
    for (size_t i = 0; i < rule.buckets.size(); ++i) {
        bounds[rule.buckets[i]] =
            series.observed ? static_cast<double>(series.observed->buckets[i]) : 0;
    }
    bounds[infinity] +=
        series.observed && !rule.bucket ? static_cast<double>(series.observed->buckets.back()) : 0;
    if (rule.bucket && series.observed) {
        for (const auto& [bound, count] : series.observed->bounds) {
            bounds[bound] += count;
        }
    }
    double below = 0;
    for (const auto& [bound, count] : bounds) {
        below += count;
        samples.push_back({"_bucket", with(labels, "le", bound), below});
    }
    // If rows are buckets, the sum of the observed values is not known.
    samples.push_back(
        {"_sum", labels,
         rule.bucket ? std::numeric_limits<double>::quiet_NaN() : series.sum.value()});
    samples.push_back({"_count", labels, below});
}

// The smallest of the values such that at least this share of them does not exceed it.
double quantile(const std::vector<double>& sorted, double share) {
    const double rank = std::ceil(ExactFactor(share).of(static_cast<double>(sorted.size())));
    const auto index = static_cast<size_t>(std::max(rank, 1.0)) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
}

void add_summary(const Rule& rule, const Labels& labels, const Accumulator& series,
                 std::vector<Sample>& samples) {
    std::vector<double> sorted = series.observed ? series.observed->values : std::vector<double>();
    sorted.erase(std::remove_if(sorted.begin(), sorted.end(),
                                [](double value) { return std::isnan(value); }),
                 sorted.end());
    std::sort(sorted.begin(), sorted.end());
    for (const double share : rule.quantiles) {
        if (!sorted.empty()) {
            samples.push_back({"", with(labels, "quantile", share), quantile(sorted, share)});
        }
    }
    samples.push_back({"_sum", labels, series.sum.value()});
    samples.push_back({"_count", labels, static_cast<double>(series.rows)});
}

void add_samples(const Rule& rule, const Values& values, const Accumulator& series,
                 std::vector<Sample>& samples) {
    const Labels labels = labels_of(rule, values);
    switch (rule.type) {
    case RuleType::histogram:
        add_histogram(rule, labels, series, samples);
        break;
    case RuleType::summary:
        add_summary(rule, labels, series, samples);
        break;
    case RuleType::stateset:
        for (size_t i = 0; i < rule.states.size(); ++i) {
            Labels with_state = labels;
            with_state.push_back({"state", rule.states[i]});
            const bool on = series.rows > 0 && series.value == static_cast<double>(i);
            samples.push_back({"", with_state, on ? 1.0 : 0.0});
        }
        break;
    default:
        samples.push_back({"", labels, plain_value(rule, series)});
    }
}

// The label values to fill up: each combination of declared values with each combination of the
// other labels' values that some row has.
std::set<Values> declared_combinations(const Rule& rule, const SeriesTable& table,
                                       std::uint64_t max_series) {
    std::vector<const LabelRule*> labels;
    for (const LabelRule& label : rule.labels) {
        if (!label.text) {
            labels.push_back(&label);
        }
    }
    const auto is_declared = [](const LabelRule* label) { return !label->values.empty(); };
    const bool all = std::all_of(labels.begin(), labels.end(), is_declared);
    const bool zero_row = rule.on_empty == OnEmpty::zero && table.matched_rows == 0;
    std::set<Values> combinations;
    if (std::none_of(labels.begin(), labels.end(), is_declared) && !(zero_row && labels.empty())) {
        return combinations;
    }
    for (const auto& [key, series] : table.series()) {
        combinations.insert(values_of(key));
    }
    if (all) {
        combinations.insert(Values(labels.size()));
    }
    for (size_t i = 0; i < labels.size(); ++i) {
        if (!is_declared(labels[i])) {
            continue;
        }
        std::set<Values> wider;
        if (combinations.size() * labels[i]->values.size() > max_series * 4) {
            throw Error(fmt::format("the declared values of the labels of {} make more than {} "
                                    "series (--max-series)",
                                    rule.name, max_series));
        }
        for (Values values : combinations) {
            for (const std::string& value : labels[i]->values) {
                values[i] = value;
                wider.insert(values);
            }
        }
        combinations = std::move(wider);
    }
    return combinations;
}

void warn_of_conflicts(const Rule& rule, const SeriesTable& table,
                       const std::vector<std::string>& stores, Warnings& warnings) {
    const auto place = [&](const RowPlace& row) {
        return fmt::format("{}:{}", stores.at(row.store), row.line);
    };
    for (const Conflict& conflict : table.conflicts()) {
        const bool is_one_store = conflict.first_row.store == conflict.second_row.store;
        warnings.push_back(fmt::format(
            "{} and {} give different values for {}, which is left out: {}",
            place(conflict.first_row), place(conflict.second_row),
            series_name(rule, values_of(conflict.key)),
            is_one_store ? "a label that tells them apart is missing, or an aggregate"
                         : "a label such as file = \"$file\", which tells the stores apart, is "
                           "missing, or an aggregate"));
    }
    const auto all =
        static_cast<size_t>(std::count_if(table.series().begin(), table.series().end(),
                                          [](const auto& entry) { return entry.second.conflict; }));
    if (all > table.conflicts().size()) {
        warnings.push_back(fmt::format("{} more series of {} are left out, since rows give "
                                       "different values",
                                       all - table.conflicts().size(), rule.name));
    }
}

void warn_of_incomplete(const Rule& rule, const std::set<Values>& incomplete, Warnings& warnings) {
    constexpr size_t max_named = 3;
    size_t named = 0;
    for (const Values& values : incomplete) {
        if (named++ == max_named) {
            warnings.push_back(fmt::format("{} more series of {} are left out, since a row of each "
                                           "has no usable value",
                                           incomplete.size() - max_named, rule.name));
            break;
        }
        warnings.push_back(fmt::format("{} is left out, since a row of it has no usable value",
                                       series_name(rule, values)));
    }
}

} // namespace

MetricFamily rule_family(const Rule& rule, const SeriesTable& table,
                         const std::vector<std::string>& stores, std::uint64_t max_series,
                         Warnings& warnings) {
    if (table.matched_rows == 0 && rule.on_empty == OnEmpty::error) {
        throw Error(fmt::format("no row matches the metric {} (rows = \"{}\"), whose on-empty is "
                                "\"error\"",
                                rule.name, rule.rows));
    }
    MetricFamily family{rule.name, rule.help, metric_type(rule.type), {}};
    std::set<Values> absent = declared_combinations(rule, table, max_series);
    std::set<Values> incomplete;
    for (const auto& [key, series] : table.series()) {
        const Values values = values_of(key);
        absent.erase(values);
        if (series.incomplete && (is_cumulative(rule.type) || series.rows == 0)) {
            incomplete.insert(values);
        } else if (!series.conflict) {
            add_samples(rule, values, series, family.samples);
        }
    }
    const size_t all = table.series().size() + absent.size();
    if (rule.max_series && all > *rule.max_series) {
        throw Error(fmt::format("the metric {} has {} series with those that its declared values "
                                "add, and its key series allows {}",
                                rule.name, all, *rule.max_series));
    }
    warn_of_conflicts(rule, table, stores, warnings);
    warn_of_incomplete(rule, incomplete, warnings);
    const Accumulator nothing;
    for (const Values& values : absent) {
        add_samples(rule, values, nothing, family.samples);
    }
    return family;
}

std::vector<MetricFamily> rule_families(const Rule& rule, const SeriesTable& table,
                                        const std::vector<std::string>& stores,
                                        std::uint64_t max_series, Warnings& warnings) {
    constexpr size_t max_families = 100;
    MetricFamily whole = rule_family(rule, table, stores, max_series, warnings);
    if (!has_name_suffix(rule)) {
        return {std::move(whole)};
    }
    std::map<std::string, MetricFamily> by_text;
    for (Sample& sample : whole.samples) {
        const auto label =
            std::find_if(sample.labels.begin(), sample.labels.end(),
                         [](const Label& each) { return each.name == suffix_label; });
        const std::string text = std::move(label->value);
        sample.labels.erase(label);
        by_text[text].samples.push_back(std::move(sample));
    }
    if (by_text.size() > max_families) {
        throw Error(
            fmt::format("the name-suffix of {} gives more than {} names", rule.name, max_families));
    }
    std::string_view help = rule.help;
    help.remove_suffix(help.ends_with('.') ? 1 : 0);
    std::map<std::string, std::string> text_of; // by name
    std::vector<MetricFamily> families;
    for (auto& [text, family] : by_text) {
        const std::string suffix = snake_case_name(text);
        if (suffix.empty()) {
            warnings.push_back(
                fmt::format("rows of {} are left out, since the text \"{}\" of their "
                            "name-suffix gives no name",
                            rule.name, text));
            continue;
        }
        family.name = fmt::format("{}_{}", rule.name, suffix);
        family.type = whole.type;
        const auto [first, is_new] = text_of.emplace(family.name, text);
        if (!is_new) {
            warnings.push_back(fmt::format("the texts \"{}\" and \"{}\" of the name-suffix of {} "
                                           "give one name, {}",
                                           first->second, text, rule.name, family.name));
        }
        family.help = without_help_faults(fmt::format("{}: {}", help, first->second));
        families.push_back(std::move(family));
    }
    return families;
}

} // namespace promfile
