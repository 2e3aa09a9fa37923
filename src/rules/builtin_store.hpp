#pragma once

#include "rules/rule.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

// In the order of the words of --naming.
enum class Naming { labels, per_type };

// The options of the metrics that need no configuration.
struct BuiltinOptions {
    std::vector<std::string> types;         // globs; empty: all
    std::vector<std::string> exclude_types; // globs
    std::string rows = "/*/*";
    std::vector<std::pair<std::string, std::string>> labels; // name, XPath
    Naming naming = Naming::labels;
    std::string prefix; // empty: from the root element
};

// The prefix of a store's metrics: the root element's local name in snake_case ASCII of at most 64
// characters, "xml_<name>" if it is reserved or not a valid name, "xml" if nothing is left of it.
std::string derived_prefix(std::string_view root_name);

// Do the filters let rows of this type pass?
bool is_selected_type(const std::vector<std::string>& types,
                      const std::vector<std::string>& exclude_types, std::string_view type);

// The rules of the survey, which runs on each store before its built-in metrics are known. They
// count the rows by type, operation and further labels after the filters. If there are filters,
// they also count the rows before the filters, with and without an operation.
std::vector<Rule> survey_rules(const BuiltinOptions& options);

// The findings of the survey in stores that share metrics, because their prefixes and their `path`
// labels are equal.
struct SurveyFindings {
    std::string prefix;
    std::string path_label; // empty: no such label
    std::vector<std::string> sources;
    std::set<std::string> types; // of the rows after the filters
    bool has_operations = false; // of any row, before the filters
};

// A built-in metric as a user would write it, and the surveyed rows that it counts.
struct BuiltinRule {
    enum class Counts {
        rows,  // each series of the survey, unchanged
        types, // rows of `types` with the `operation`, or with any if `operation` is empty
        rows_before_filters,
    };
    Rule rule;
    Counts counts = Counts::rows;
    std::set<std::string> types;
    std::set<std::string> shown_types; // the labels of their rows have a series, too, even of 0
    std::string operation;
};

// The built-in metrics of these stores in the terms of the rule language: types, filters and zeros
// spelled out.
std::vector<BuiltinRule> builtin_store_rules(const BuiltinOptions& options,
                                             const SurveyFindings& findings);

// A text as a part of a metric's name: ASCII words in lower case, joined by _, at most 64
// characters; empty if nothing is left. "HTTPServer-1" becomes http_server_1.
std::string snake_case_name(std::string_view text);

} // namespace promfile
