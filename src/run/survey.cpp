#include "run/survey.hpp"

namespace promfile {

namespace {

// The keys of the series begin with the type, then the operation.
std::string_view first_value(std::string_view key) {
    return key.substr(0, key.find('\0'));
}

std::string_view without_first_value(std::string_view key) {
    return key.substr(key.find('\0') + 1);
}

std::vector<KeptType> kept_types(const SeriesTable& rows) {
    std::map<std::string, std::uint64_t> by_type;
    for (const auto& [key, series] : rows.series()) {
        by_type[std::string(first_value(key))] += series.rows;
    }
    std::vector<KeptType> kept;
    kept.reserve(by_type.size());
    for (const auto& [type, count] : by_type) {
        kept.push_back({type, count});
    }
    return kept;
}

// Without filters the totals are the sums of the rows by type, so they need no rule of their own.
SeriesTable totals_of(const SeriesTable& rows) {
    SeriesTable totals;
    totals.candidates = rows.candidates;
    totals.matched_rows = rows.matched_rows;
    for (const auto& [key, series] : rows.series()) {
        const bool has_operation = !first_value(without_first_value(key)).empty();
        totals.at(has_operation ? std::string_view("any\0", 4) : std::string_view("\0", 1)).rows +=
            series.rows;
    }
    return totals;
}

SeriesTable counted_types(const BuiltinRule& builtin, const SeriesTable& rows,
                          const SeriesTable& totals) {
    SeriesTable table;
    table.candidates = totals.matched_rows;
    for (const auto& [key, series] : rows.series()) {
        const std::string_view rest = without_first_value(key);
        const std::string_view operation = first_value(rest);
        const std::string type(first_value(key));
        const bool counts = builtin.types.count(type) > 0 && !operation.empty() &&
                            (builtin.operation.empty() || builtin.operation == operation);
        if (counts || builtin.shown_types.count(type) > 0) {
            Accumulator& counted = table.at(without_first_value(rest));
            counted.rows += series.rows;
            counted.sum.add(counts ? static_cast<double>(series.rows) : 0);
            table.matched_rows += series.rows;
        }
    }
    return table;
}

SeriesTable counted_total(const SeriesTable& totals) {
    SeriesTable table;
    table.candidates = table.matched_rows = totals.matched_rows;
    if (table.matched_rows > 0) {
        table.at("").rows = table.matched_rows;
    }
    return table;
}

} // namespace

Survey::Survey(const BuiltinOptions& options) : options_(options), rules_(survey_rules(options)) {}

std::vector<KeptType> Survey::add(const std::string& path, const std::string& root_name,
                                  const std::string& path_label,
                                  std::vector<SeriesTable>&& tables) {
    const std::string prefix =
        options_.prefix.empty() ? derived_prefix(root_name) : options_.prefix;
    Counted& counted = counted_[{prefix, path_label}];
    counted.findings.prefix = prefix;
    counted.findings.path_label = path_label;
    counted.findings.sources.push_back(path);
    SeriesTable& rows = tables.front();
    const bool separate_totals = tables.size() > 1;
    SeriesTable totals = separate_totals ? std::move(tables.back()) : totals_of(rows);
    std::vector<KeptType> kept = kept_types(rows);
    for (const KeptType& type : kept) {
        counted.findings.types.insert(type.type);
    }
    for (const auto& [key, series] : totals.series()) {
        counted.findings.has_operations |= !first_value(key).empty();
    }
    counted.rows.merge(rules_.front(), std::move(rows));
    counted.totals.merge(rules_.back(), std::move(totals));
    return kept;
}

std::vector<EvaluatedRule> Survey::resolve() {
    std::vector<EvaluatedRule> resolved;
    for (auto& [key, counted] : counted_) {
        for (BuiltinRule& builtin : builtin_store_rules(options_, counted.findings)) {
            SeriesTable table;
            switch (builtin.counts) {
            case BuiltinRule::Counts::rows:
                table = std::move(counted.rows);
                break;
            case BuiltinRule::Counts::types:
                table = counted_types(builtin, counted.rows, counted.totals);
                break;
            case BuiltinRule::Counts::rows_before_filters:
                table = counted_total(counted.totals);
                break;
            }
            resolved.push_back({std::move(builtin.rule), std::move(table)});
        }
    }
    return resolved;
}

} // namespace promfile
