#include "rules/store_evaluation.hpp"

#include "rules/builtin_store.hpp"
#include "rules/label_text.hpp"
#include "support/error.hpp"
#include "support/glob.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace promfile {

namespace {

// A relative glob may leave out leading directories: "zones.xml" is any store of that name.
bool is_source(const std::string& glob, const std::string& path) {
    return glob == path || matches_glob(glob, path) ||
           (!glob.starts_with('/') && matches_glob(fmt::format("*/{}", glob), path));
}

// May a bucket hold that many? node_exporter reads counts as unsigned integers.
bool is_count(double number) {
    constexpr double most = 9007199254740992; // 2^53, above which doubles skip integers
    return number >= 0 && number <= most && number == std::floor(number);
}

} // namespace

StoreEvaluation::StoreEvaluation(RuleSet& rules, StoreFacts facts, std::uint32_t store,
                                 const EvaluationLimits& limits)
    : rules_(rules), facts_(std::move(facts)), store_(store), limits_(limits),
      rules_of_request_(rules.requests().size()), ordinals_(rules.requests().size()),
      tables_(rules.rules().size()) {
    for (size_t i = 0; i < rules.rules().size(); ++i) {
        const CompiledRule& rule = rules.rules()[i];
        const std::vector<std::string>& sources = rule.rule.sources;
        if (sources.empty() ||
            std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
                return is_source(source, facts_.path);
            })) {
            rules_of_request_[rule.request].push_back(i);
        }
    }
}

void StoreEvaluation::add(const std::vector<Row>& rows, const LineOf& line_of) {
    for (const Row& row : rows) {
        // One node can answer several requests; it is one row.
        const bool again = row.element == last_row_.element && row.attribute == last_row_.attribute;
        const std::vector<size_t>& interested = rules_of_request_[row.request];
        if (interested.empty()) {
            continue;
        }
        counts_.read += !again;
        last_row_ = row;
        rules_.expressions().next_row();
        const RowContext context{row, ++ordinals_[row.request], facts_};
        for (const size_t i : interested) {
            evaluate(rules_.rules()[i], tables_[i], context, line_of);
        }
    }
    last_row_ = Row();
}

void StoreEvaluation::evaluate(CompiledRule& rule, SeriesTable& table, const RowContext& context,
                               const LineOf& line_of) {
    if (!is_selected(rule, context)) {
        return;
    }
    if (rule.where && !rules_.expressions().holds(*rule.where, context)) {
        return;
    }
    ++table.rows;
    if (!build_key(rule, context)) {
        ++counts_[SkipReason::label_too_long];
        return;
    }
    Converted value{ConversionOutcome::number, 1};
    if (rule.rule.type == RuleType::stateset) {
        value = state_of(rule, context);
    } else if (rule.rule.aggregate == Aggregate::distinct) {
        value.outcome =
            text_of(rule, context).empty() ? ConversionOutcome::missing : ConversionOutcome::number;
    } else if (!rule.values.empty()) {
        value = number_of(rule, context);
    }
    if (value.outcome == ConversionOutcome::skipped) {
        return;
    }
    if (value.outcome != ConversionOutcome::number) {
        const bool missing = value.outcome == ConversionOutcome::missing;
        const ValuePolicy& policy = missing ? rule.rule.missing : rule.rule.invalid;
        if (std::holds_alternative<Refuse>(policy)) {
            refuse(rule, context, missing ? "has no value" : "has a value that is no number",
                   line_of);
        }
        const double* instead = std::get_if<double>(&policy);
        if (instead == nullptr || rule.rule.type == RuleType::stateset ||
            rule.rule.aggregate == Aggregate::distinct) {
            skip(rule, table, missing ? SkipReason::missing : SkipReason::invalid);
            return;
        }
        value.number = *instead;
    }
    put(rule, table, value.number, context, line_of);
}

bool StoreEvaluation::is_selected(CompiledRule& rule, const RowContext& context) {
    if (rule.rule.types.empty() && rule.rule.exclude_types.empty()) {
        return true;
    }
    const std::string_view type = context.row.element.name();
    const auto known = rule.selected_types.find(type);
    if (known != rule.selected_types.end()) {
        return known->second;
    }
    const bool selected = is_selected_type(rule.rule.types, rule.rule.exclude_types, type);
    rule.selected_types.emplace(type, selected);
    return selected;
}

// The values of the labels that are not constant, joined by a character that no XML holds.
bool StoreEvaluation::build_key(CompiledRule& rule, const RowContext& context) {
    key_.clear();
    for (const CompiledLabel& label : rule.labels) {
        const std::string_view text = label_text(label, context);
        if (text.size() > limits_.max_label_bytes) {
            return false;
        }
        key_ += text;
        key_ += '\0';
    }
    return true;
}

std::string_view StoreEvaluation::label_text(const CompiledLabel& label,
                                             const RowContext& context) {
    std::string_view text;
    if (label.value) {
        text = rules_.expressions().text(*label.value, context);
    } else {
        scratch_ = joined_path(context.row, label.path_attribute);
        text = scratch_;
    }
    return dressed_label(*label.rule, text, scratch_);
}

Converted StoreEvaluation::convert(const Converter& converter, ExpressionPool::Id id,
                                   const RowContext& context) {
    const XPathValue value = rules_.expressions().value(id, context);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return converter.from_text(*text);
    }
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return converter.from_boolean(*boolean);
    }
    return converter.from_number(std::get<double>(value));
}

Converted StoreEvaluation::number_of(CompiledRule& rule, const RowContext& context) {
    Converted best{ConversionOutcome::missing, 0};
    for (const ExpressionPool::Id id : rule.values) {
        const Converted converted = convert(rule.converter, id, context);
        if (converted.outcome == ConversionOutcome::number ||
            converted.outcome == ConversionOutcome::skipped) {
            return converted;
        }
        if (converted.outcome == ConversionOutcome::invalid) {
            best = converted;
        }
    }
    return best;
}

// The first of the values that is there.
std::string_view StoreEvaluation::text_of(CompiledRule& rule, const RowContext& context) {
    for (const ExpressionPool::Id id : rule.values) {
        const std::string_view text = trimmed(rules_.expressions().text(id, context));
        if (!text.empty()) {
            return text;
        }
    }
    return {};
}

Converted StoreEvaluation::state_of(CompiledRule& rule, const RowContext& context) {
    std::string_view text = text_of(rule, context);
    for (const auto& [from, to] : rule.rule.state_map) {
        if (from == text) {
            text = to;
            break;
        }
    }
    const std::vector<std::string>& states = rule.rule.states;
    const auto state = std::find(states.begin(), states.end(), text);
    if (state != states.end()) {
        return {ConversionOutcome::number, static_cast<double>(state - states.begin())};
    }
    return {text.empty() ? ConversionOutcome::missing : ConversionOutcome::invalid, 0};
}

void StoreEvaluation::skip(const CompiledRule& rule, SeriesTable& table, SkipReason reason) {
    ++counts_[reason];
    // What is left would be lower than the truth, and a lower counter is a reset to Prometheus.
    const bool cumulative = rule.rule.type == RuleType::counter ||
                            rule.rule.type == RuleType::histogram ||
                            rule.rule.type == RuleType::summary;
    if (cumulative) {
        table.at(key_).incomplete = true;
    }
}

void StoreEvaluation::hold(const CompiledRule& rule, SeriesTable& table) const {
    if (++table.held > limits_.max_held) {
        throw Error(fmt::format("{}: the metric {} would hold more than {} values in memory",
                                facts_.path, rule.rule.name, limits_.max_held));
    }
}

void StoreEvaluation::observe(CompiledRule& rule, SeriesTable& table, Accumulator& series,
                              double number, const RowContext& context) {
    series.sum.add(number);
    if (rule.rule.type == RuleType::summary) {
        hold(rule, table);
        series.rarely().values.push_back(number);
        return;
    }
    if (rule.bucket) {
        if (!is_count(number)) {
            skip(rule, table, SkipReason::invalid);
            return;
        }
        const Converted bound = convert(*rule.bucket_converter, *rule.bucket, context);
        if (bound.outcome != ConversionOutcome::number) {
            skip(rule, table,
                 bound.outcome == ConversionOutcome::missing ? SkipReason::missing
                                                             : SkipReason::invalid);
            return;
        }
        series.rarely().bounds[bound.number] += number;
        return;
    }
    const std::vector<double>& bounds = rule.rule.buckets;
    std::vector<std::uint64_t>& buckets = series.rarely().buckets;
    buckets.resize(bounds.size() + 1);
    ++buckets[static_cast<size_t>(std::lower_bound(bounds.begin(), bounds.end(), number) -
                                  bounds.begin())];
}

void StoreEvaluation::put(CompiledRule& rule, SeriesTable& table, double number,
                          const RowContext& context, const LineOf& line_of) {
    Accumulator& series = table.at(key_);
    if (table.series().size() > limits_.max_series) {
        throw Error(
            fmt::format("{}: the metric {} has more than {} series (--max-series); is there "
                        "a label that differs from row to row?",
                        facts_.path, rule.rule.name, limits_.max_series));
    }
    if (rule.rule.type == RuleType::histogram || rule.rule.type == RuleType::summary) {
        ++series.rows;
        observe(rule, table, series, number, context);
        return;
    }
    const bool first = series.rows == 0;
    switch (rule.rule.aggregate) {
    case Aggregate::count:
        break;
    case Aggregate::sum:
    case Aggregate::avg:
        series.sum.add(number);
        break;
    case Aggregate::min:
        series.number = first ? number : std::min(series.number, number);
        break;
    case Aggregate::max:
        series.number = first ? number : std::max(series.number, number);
        break;
    case Aggregate::first:
        series.number = first ? number : series.number;
        break;
    case Aggregate::last:
        series.number = number;
        break;
    case Aggregate::distinct:
        if (series.rarely().texts.emplace(text_of(rule, context)).second) {
            hold(rule, table);
        }
        break;
    case Aggregate::each:
        if (series.conflict) {
            ++counts_[SkipReason::conflict];
        } else if (first) {
            series.number = number;
            series.first = {store_, line_of(context.row)};
        } else if (series.number == number) {
            ++counts_[SkipReason::merged];
        } else {
            table.note_conflict(key_, series, {store_, line_of(context.row)}, counts_);
            ++counts_[SkipReason::conflict];
        }
        break;
    }
    ++series.rows;
}

void StoreEvaluation::refuse(const CompiledRule& rule, const RowContext& context,
                             std::string_view why, const LineOf& line_of) const {
    throw Error(fmt::format("{}:{}: the row <{}> {} for the metric {}", facts_.path,
                            line_of(context.row), context.row.element.name(), why, rule.rule.name));
}

} // namespace promfile
