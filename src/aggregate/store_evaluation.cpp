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

StoreEvaluation::StoreEvaluation(RuleSet& rules, StoreFacts facts, std::uint32_t store,
                                 const EvaluationLimits& limits)
    : rules_(rules), facts_(std::move(facts)), store_(store), limits_(limits),
      ordinals_(rules.requests().size()), labels_(rules, limits.max_label_bytes),
      tables_(rules.rules().size()), runs_of_request_(rules.requests().size()) {
    // If a rule needs the whole document, the reader of the rows has limited its size already.
    rules.expressions().next_store(rules.document_rule() != nullptr ? ~std::uint64_t{0}
                                                                    : limits.max_tree_bytes);
    for (const CompiledRule& rule : rules.rules()) {
        grids_.emplace_back(rule.labels.size());
    }
    for (size_t i = 0; i < rules.rules().size(); ++i) {
        CompiledRule& rule = rules.rules()[i];
        if (is_any_source(rule.rule.sources, facts_.path)) {
            runs_of_request_[rule.request].push_back({rule, tables_[i], grids_[i]});
        }
    }
    // Path and file can become values of labels, which must be UTF-8. Escaping keeps different
    // paths different.
    facts_.path = escaped_utf8(facts_.path);
    facts_.file = escaped_utf8(facts_.file);
}

void StoreEvaluation::add_all(xml::RowReader& store) {
    const LineOf line_of = [&](const xml::Row& row) { return store.position_of(row).line; };
    for (auto rows = store.next(); !rows.empty(); rows = store.next()) {
        add(rows, line_of);
    }
}

void StoreEvaluation::add(std::span<const xml::Row> rows, const LineOf& line_of) {
    ExpressionPool& expressions = rules_.expressions();
    const xml::Row* last = nullptr;
    for (const xml::Row& row : rows) {
        const std::vector<RuleRun>& runs = runs_of_request_[row.request];
        if (runs.empty()) {
            continue;
        }
        // A node that matches several requests is handed out once for each of them, but counts as
        // one row.
        counts_.read += last == nullptr || row.begins_element || row.element != last->element ||
                        row.attribute != last->attribute;
        last = &row;
        expressions.next_row(row);
        const RowContext context = expressions.context(++ordinals_[row.request], facts_);
        for (const RuleRun& run : runs) {
            try {
                evaluate(run, context, line_of);
            } catch (const RowTreeError& error) {
                throw RowTreeError(fmt::format("{}:{}: {}, and the metric {} needs it", facts_.path,
                                               line_of(row), error.what(), run.rule.rule.name));
            }
        }
    }
}

void StoreEvaluation::evaluate(const RuleRun& run, const RowContext& context,
                               const LineOf& line_of) {
    CompiledRule& rule = run.rule;
    SeriesTable& table = run.table;
    ++table.candidates;
    if (!is_selected(rule, context)) {
        return;
    }
    for (const ExpressionPool::Id condition : rule.where) {
        if (!rules_.expressions().holds(condition, context)) {
            return;
        }
    }
    ++table.matched_rows;
    for (const auto& [xpath, several] : rule.several_nodes) {
        if (rules_.expressions().holds(several, context)) {
            table.several_nodes.try_emplace(xpath, RowPlace{store_, line_of(context.row())});
        }
    }
    Accumulator* const known = known_series(run, context);
    if (known == nullptr) {
        switch (build_key(run, context)) {
        case RowLabels::KeyOutcome::built:
            break;
        case RowLabels::KeyOutcome::too_long:
            ++counts_[SkipReason::label_too_long];
            return;
        case RowLabels::KeyOutcome::skipped:
            return;
        }
    }
    Converted value = row_value(rule, rules_.expressions(), context);
    Converted bound{ConversionOutcome::number, 0};
    if (rule.bucket) {
        bound = row_bound(rule, rules_.expressions(), context);
    }
    if (value.outcome == ConversionOutcome::skipped ||
        bound.outcome == ConversionOutcome::skipped) {
        return;
    }
    if (rule.bucket && value.outcome == ConversionOutcome::number &&
        !is_bucket_count(value.number)) {
        value.outcome = ConversionOutcome::invalid;
    }
    std::optional<SkipReason> unusable;
    if (value.outcome != ConversionOutcome::number) {
        const bool missing = value.outcome == ConversionOutcome::missing;
        const std::string_view kind = rule.bucket                            ? "count"
                                      : rule.rule.type == RuleType::stateset ? "state"
                                                                             : "number";
        note_unusable(run, missing, {table.unusable_values, rule.values, "value", kind}, context,
                      line_of);
        const double* instead =
            std::get_if<double>(missing ? &rule.rule.missing : &rule.rule.invalid);
        if (instead == nullptr || (rule.bucket && !is_bucket_count(*instead))) {
            unusable = missing ? SkipReason::missing : SkipReason::invalid;
        } else {
            value.number = *instead;
        }
    }
    if (bound.outcome != ConversionOutcome::number) {
        const bool missing = bound.outcome == ConversionOutcome::missing;
        note_unusable(run, missing, {table.unusable_bounds, {&*rule.bucket, 1}, "bound", "number"},
                      context, line_of);
        unusable = unusable.value_or(missing ? SkipReason::missing : SkipReason::invalid);
    }
    if (unusable) {
        skip(run, known, *unusable);
        return;
    }
    add_value(run, known, {value.number, bound.number}, context, line_of);
}

// Counts a row without a usable value or bound, remembers the first invalid text for messages, and
// refuses the row if the policy demands that.
void StoreEvaluation::note_unusable(const RuleRun& run, bool missing, const RowPart& part,
                                    const RowContext& context, const LineOf& line_of) {
    const CompiledRule& rule = run.rule;
    ++(missing ? part.unusable.missing : part.unusable.invalid);
    if (std::holds_alternative<Refuse>(missing ? rule.rule.missing : rule.rule.invalid)) {
        refuse(rule, context,
               missing ? fmt::format("has no {}", part.name)
                       : fmt::format("has a {} that is not a {}", part.name, part.kind),
               line_of);
    }
    if (!missing && !part.unusable.first_invalid) {
        part.unusable.first_invalid = {
            {store_, line_of(context.row())},
            std::string(first_text(part.read, rules_.expressions(), context)
                            .substr(0, InvalidRow::max_bytes))};
    }
}

bool StoreEvaluation::is_selected(CompiledRule& rule, const RowContext& context) {
    if (!rule.has_type_filter) {
        return true;
    }
    const std::string_view type = context.nodes.element_name();
    const auto known = rule.selected_by_type.find(type);
    if (known != rule.selected_by_type.end()) {
        return known->second;
    }
    const bool selected = is_selected_type(rule.rule.types, rule.rule.exclude_types, type);
    rule.selected_by_type.emplace(type, selected);
    return selected;
}

// The series of the row, if the grid has it: if an earlier row had the same texts of labels, and
// each text has a number. Otherwise nullptr.
Accumulator* StoreEvaluation::known_series(const RuleRun& run, const RowContext& context) {
    SeriesGrid::Path path(run.grid);
    size_t axis = 0;
    for (const size_t label : run.rule.labels) {
        path.step(axis++, labels_.number(label, context));
    }
    return path.series();
}

RowLabels::KeyOutcome StoreEvaluation::build_key(const RuleRun& run, const RowContext& context) {
    const RowLabels::KeyResult result = labels_.build_key(run.rule, context);
    run.table.non_default_labels |= result.non_default;
    return result.outcome;
}

void StoreEvaluation::skip(const RuleRun& run, Accumulator* known, SkipReason reason) {
    ++counts_[reason];
    // Without the row the series would be too low, and Prometheus takes a counter that falls for a
    // reset. So the series is marked, even if it has no other row. A sum that has none would be
    // filled up with 0.
    const Rule& rule = run.rule.rule;
    if (is_cumulative(rule.type) ||
        (rule.aggregate == Aggregate::sum && has_declared_labels(rule))) {
        series_at(run, known).incomplete = true;
    }
}

void check_limits(const Rule& rule, const SeriesTable& table, const EvaluationLimits& limits,
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
    if (table.values_in_memory > limits.max_values_in_memory) {
        refuse(
            fmt::format("would hold more than {} values in memory", limits.max_values_in_memory));
    }
}

// The series `known`, or else the series of `key_`, which is also added to the grid. Throws `Error`
// if the series are too many or too large.
Accumulator& StoreEvaluation::series_at(const RuleRun& run, Accumulator* known) {
    Accumulator& series = known != nullptr ? *known : run.table.at(labels_.key());
    if (known == nullptr) {
        numbers_.clear();
        for (const size_t label : run.rule.labels) {
            numbers_.push_back(labels_.last_number(label));
        }
        if (std::find(numbers_.begin(), numbers_.end(), 0) == numbers_.end()) {
            run.grid.add(numbers_, series);
        }
    }
    if (series.rows == 0 ||
        run.table.values_in_memory > limits_.max_values_in_memory) { // else no limit is exceeded
        check_limits(run.rule.rule, run.table, limits_, facts_.path);
    }
    return series;
}

void StoreEvaluation::add_observation(const RuleRun& run, Accumulator& series, Observation row) {
    const CompiledRule& rule = run.rule;
    const double number = row.number;
    series.sum.add(number);
    if (rule.rule.type == RuleType::summary) {
        ++run.table.values_in_memory;
        series.observations().values.push_back(number);
        return;
    }
    if (rule.bucket) {
        series.observations().bounds[row.bound] += number;
        return;
    }
    const std::vector<double>& bounds = rule.rule.buckets;
    std::vector<std::uint64_t>& buckets = series.observations().buckets;
    buckets.resize(bounds.size() + 1);
    const auto bucket = std::isnan(number) ? bounds.end() // NaN is not below any bound
                                           : std::lower_bound(bounds.begin(), bounds.end(), number);
    ++buckets[static_cast<size_t>(bucket - bounds.begin())];
}

void StoreEvaluation::add_value(const RuleRun& run, Accumulator* known, Observation row,
                                const RowContext& context, const LineOf& line_of) {
    const CompiledRule& rule = run.rule;
    const double number = row.number;
    const bool is_within_limits =
        known != nullptr && known->rows > 0 &&
        run.table.values_in_memory <= limits_.max_values_in_memory; // as most rows are
    Accumulator& series = is_within_limits ? *known : series_at(run, known);
    if (rule.rule.type == RuleType::histogram || rule.rule.type == RuleType::summary) {
        ++series.rows;
        add_observation(run, series, row);
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
        series.value = first ? number : std::fmin(series.value, number);
        break;
    case Aggregate::max:
        series.value = first ? number : std::fmax(series.value, number);
        break;
    case Aggregate::first:
        series.value = first ? number : series.value;
        break;
    case Aggregate::last:
        series.value = number;
        break;
    case Aggregate::distinct:
        run.table.values_in_memory +=
            series.observations()
                .texts.emplace(first_text(rule.values, rules_.expressions(), context))
                .second;
        break;
    case Aggregate::each:
        if (first) {
            series.value = number;
            series.first_row = {store_, line_of(context.row())};
        } else if (!series.conflict && !agree(series.value, number)) {
            build_key(run, context); // not built yet if the series was known
            run.table.note_conflict(labels_.key().joined(), series,
                                    {store_, line_of(context.row())});
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
