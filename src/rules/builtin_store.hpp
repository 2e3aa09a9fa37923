#pragma once

#include "aggregate/series_table.hpp"
#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

enum class Naming { labels, per_type };

// What the command line says of the metrics that come without configuration.
struct BuiltinOptions {
    std::vector<std::string> types;         // globs; empty: all
    std::vector<std::string> exclude_types; // globs
    std::string rows = "/*/*";
    std::vector<std::pair<std::string, std::string>> labels; // name, XPath
    Naming naming = Naming::labels;
    std::string prefix; // empty: from the root element
};

// The prefix of a store's metrics: the root element's local name in snake_case ASCII of at most 64
// characters, "xml_<name>" where that is reserved or no name, "xml" where nothing is left of it.
std::string derived_prefix(std::string_view root_name);

// Do the filters let rows of this type pass?
bool is_selected_type(const std::vector<std::string>& types,
                      const std::vector<std::string>& exclude_types, std::string_view type);

// What has to be counted before the built-in metrics of a store are known: rows by type, operation
// and further labels after the filters, and all rows by whether they have an operation.
struct Survey {
    Rule rows;
    Rule totals;
};
Survey survey_rules(const BuiltinOptions& options);

// Without filters the totals need no rule of their own: they are those of the rows by type.
bool needs_totals(const BuiltinOptions& options);
SeriesTable totals_of(const SeriesTable& rows);

// What the survey counted in stores that share their metrics: those with equal names and, if there
// is one, equal `path` labels.
struct SurveyResult {
    std::string prefix;
    std::string path_label; // empty: no such label
    std::vector<std::string> sources;
    SeriesTable rows;
    SeriesTable totals;
};

// A rule as a user would write it, and the series that it has.
struct ResolvedRule {
    Rule rule;
    SeriesTable table;
};

// The built-in metrics of these stores in the terms of the rule language, types, filters and zero
// fill spelled out. The result's tables are used up.
std::vector<ResolvedRule> resolve_builtin(const BuiltinOptions& options, SurveyResult&& result);

} // namespace promfile
