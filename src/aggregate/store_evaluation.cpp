#include "aggregate/store_evaluation.hpp"

#include "aggregate/row_value.hpp"
#include "rules/builtin_store.hpp"
#include "rules/source.hpp"
#include "support/error.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace promfile {

namespace {

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
      label_texts_(rules.labels().size()), tables_(rules.rules().size()) {
    // A document has a limit of its own.
    rules.expressions().next_store(rules.document_rule() != nullptr ? ~std::uint64_t{0}
                                                                    : limits.max_tree_bytes);
    for (size_t i = 0; i < rules.rules().size(); ++i) {
        const CompiledRule& rule = rules.rules()[i];
        if (is_any_source(rule.rule.sources, facts_.path)) {
            rules_of_request_[rule.request].push_back(i);
        }
    }
    // As labels, the names of two files stay different.
    facts_.path = escaped_utf8(facts_.path);
    facts_.file = escaped_utf8(facts_.file);
}

void StoreEvaluation::add(std::span<const xml::Row> rows, const LineOf& line_of) {
    ExpressionPool& expressions = rules_.expressions();
    expressions.next_element();
    const xml::Row* last = nullptr;
    for (const xml::Row& row : rows) {
        const std::vector<size_t>& interested = rules_of_request_[row.request];
        if (interested.empty()) {
            continue;
        }
        // One node can answer several requests; it is one row.
        counts_.read +=
            last == nullptr || row.element != last->element || row.attribute != last->attribute;
        last = &row;
        expressions.next_row(row);
        const RowContext context = expressions.context(++ordinals_[row.request], facts_);
        for (const size_t i : interested) {
            try {
                evaluate(rules_.rules()[i], tables_[i], context, line_of);
            } catch (const RowTreeError& error) {
                throw RowTreeError(fmt::format("{}:{}: {}, and the metric {} needs it", facts_.path,
                                               line_of(row), error.what(),
                                               rules_.rules()[i].rule.name));
            }
        }
    }
}

void StoreEvaluation::evaluate(CompiledRule& rule, SeriesTable& table, const RowContext& context,
                               const LineOf& line_of) {
    ++table.candidates;
    if (!is_selected(rule, context)) {
        return;
    }
    for (const ExpressionPool::Id condition : rule.where) {
        if (!rules_.expressions().holds(condition, context)) {
            return;
        }
    }
    ++table.rows;
    for (const auto& [xpath, several] : rule.several_nodes) {
        if (rules_.expressions().holds(several, context)) {
            table.several_nodes.try_emplace(xpath, RowPlace{store_, line_of(context.row())});
        }
    }
    switch (build_key(rule, table, context)) {
    case KeyOutcome::built:
        break;
    case KeyOutcome::too_long:
        ++counts_[SkipReason::label_too_long];
        return;
    case KeyOutcome::skipped:
        return;
    }
    Converted value = row_value(rule, rules_.expressions(), context);
    if (value.outcome == ConversionOutcome::skipped) {
        return;
    }
    if (value.outcome != ConversionOutcome::number) {
        const bool missing = value.outcome == ConversionOutcome::missing;
        ++(missing ? table.missing : table.invalid);
        const ValuePolicy& policy = missing ? rule.rule.missing : rule.rule.invalid;
        if (std::holds_alternative<Refuse>(policy)) {
            refuse(rule, context, missing ? "has no value" : "has a value that is no number",
                   line_of);
        }
        const double* instead = std::get_if<double>(&policy);
        if (!missing && !table.first_invalid) {
            table.first_invalid = {{store_, line_of(context.row())},
                                   std::string(row_text(rule, rules_.expressions(), context)
                                                   .substr(0, InvalidRow::max_bytes))};
        }
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
    if (!rule.selects_types) {
        return true;
    }
    const std::string_view type = context.nodes.element_name();
    const auto known = rule.selected_types.find(type);
    if (known != rule.selected_types.end()) {
        return known->second;
    }
    const bool selected = is_selected_type(rule.rule.types, rule.rule.exclude_types, type);
    rule.selected_types.emplace(type, selected);
    return selected;
}

// The values of the labels that are not constant.
StoreEvaluation::KeyOutcome StoreEvaluation::build_key(const CompiledRule& rule, SeriesTable& table,
                                                       const RowContext& context) {
    key_.clear();
    std::uint64_t bit = 1;
    for (const size_t label : rule.labels) {
        const LabelText& known = label_text(label, context);
        if (known.skips) {
            return KeyOutcome::skipped;
        }
        if (known.value.text.size() > limits_.max_label_bytes) {
            return KeyOutcome::too_long;
        }
        key_.add(known.value);
        table.labels_given |= known.given ? bit : 0;
        bit <<= 1;
    }
    return KeyOutcome::built;
}

const StoreEvaluation::LabelText& StoreEvaluation::label_text(size_t index,
                                                              const RowContext& context) {
    LabelText& known = label_texts_[index];
    const CompiledLabel& label = rules_.labels()[index];
    const std::uint64_t identity = context.nodes.identity(label.nearest);
    if (known.of != identity) {
        const std::string_view text =
            label.value
                ? rules_.expressions().text(*label.value, context)
                : known.path.text(context.nodes, label.path_attribute, label.path_from_parent);
        const std::optional<std::string_view> normalized =
            normalized_label(label.rule, text, known.scratch);
        std::string_view value = normalized.value_or("");
        if (label.nearest > 0) { // it is to live longer than the row
            known.scratch = std::string(value);
            value = known.scratch;
        }
        known.value = LabelValue(value);
        known.skips = !normalized;
        known.given = value != label.rule.fallback;
        known.of = identity;
    }
    return known;
}

void StoreEvaluation::skip(const CompiledRule& rule, SeriesTable& table, SkipReason reason) {
    ++counts_[reason];
    // What is left would be lower than the truth, and a lower counter is a reset to Prometheus.
    const bool cumulative = rule.rule.type == RuleType::counter ||
                            rule.rule.type == RuleType::histogram ||
                            rule.rule.type == RuleType::summary;
    if (cumulative) {
        series_at(rule, table).incomplete = true;
    }
}

void check_size(const Rule& rule, const SeriesTable& table, const EvaluationLimits& limits,
                const std::string& path) {
    const auto refuse = [&](const std::string& what) {
        throw Error(fmt::format("{}: the metric {} {}", path, rule.name, what));
    };
    if (table.series().size() > rule.max_series.value_or(limits.max_series)) {
        if (rule.max_series) {
            refuse(fmt::format("has more than {} series, the most that its key series allows",
                               *rule.max_series));
        }
        refuse(fmt::format("has more than {} series (--max-series); is there a label that differs "
                           "from row to row?",
                           limits.max_series));
    }
    if (table.label_bytes() > limits.max_table_bytes) {
        refuse(fmt::format("has more than {} bytes of labels; is there a label that differs from "
                           "row to row?",
                           limits.max_table_bytes));
    }
    if (table.held > limits.max_held) {
        refuse(fmt::format("would hold more than {} values in memory", limits.max_held));
    }
}

Accumulator& StoreEvaluation::series_at(const CompiledRule& rule, SeriesTable& table) const {
    Accumulator& series = table.at(key_);
    if (series.rows == 0 || table.held > limits_.max_held) { // only then is anything new
        check_size(rule.rule, table, limits_, facts_.path);
    }
    return series;
}

void StoreEvaluation::observe(CompiledRule& rule, SeriesTable& table, Accumulator& series,
                              double number, const RowContext& context) {
    series.sum.add(number);
    if (rule.rule.type == RuleType::summary) {
        ++table.held;
        series.observations().values.push_back(number);
        return;
    }
    if (rule.bucket) {
        if (!is_count(number)) {
            skip(rule, table, SkipReason::invalid);
            return;
        }
        const Converted bound = row_bound(rule, rules_.expressions(), context);
        if (bound.outcome != ConversionOutcome::number) {
            skip(rule, table,
                 bound.outcome == ConversionOutcome::missing ? SkipReason::missing
                                                             : SkipReason::invalid);
            return;
        }
        series.observations().bounds[bound.number] += number;
        return;
    }
    const std::vector<double>& bounds = rule.rule.buckets;
    std::vector<std::uint64_t>& buckets = series.observations().buckets;
    buckets.resize(bounds.size() + 1);
    const auto bucket = std::isnan(number) ? bounds.end() // is below no bound
                                           : std::lower_bound(bounds.begin(), bounds.end(), number);
    ++buckets[static_cast<size_t>(bucket - bounds.begin())];
}

void StoreEvaluation::put(CompiledRule& rule, SeriesTable& table, double number,
                          const RowContext& context, const LineOf& line_of) {
    Accumulator& series = series_at(rule, table);
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
        series.number = first ? number : std::fmin(series.number, number);
        break;
    case Aggregate::max:
        series.number = first ? number : std::fmax(series.number, number);
        break;
    case Aggregate::first:
        series.number = first ? number : series.number;
        break;
    case Aggregate::last:
        series.number = number;
        break;
    case Aggregate::distinct:
        table.held += series.observations()
                          .texts.emplace(row_text(rule, rules_.expressions(), context))
                          .second;
        break;
    case Aggregate::each:
        if (first) {
            series.number = number;
            series.first = {store_, line_of(context.row())};
        } else if (!series.conflict && !agree(series.number, number)) {
            table.note_conflict(key_.joined(), series, {store_, line_of(context.row())});
        }
        break;
    }
    ++series.rows;
}

void StoreEvaluation::refuse(const CompiledRule& rule, const RowContext& context,
                             std::string_view why, const LineOf& line_of) const {
    throw Error(fmt::format("{}:{}: the row <{}> {} for the metric {}", facts_.path,
                            line_of(context.row()), context.nodes.element_name(), why,
                            rule.rule.name));
}

} // namespace promfile
