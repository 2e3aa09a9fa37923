#include "rules/builtin_store.hpp"

#include "metrics/names.hpp"
#include "rules/source.hpp"
#include "support/glob.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace promfile {

namespace {

constexpr size_t longest_prefix = 64;
constexpr std::string_view operations[] = {"create", "update", "delete"};

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

// "HTTPServerList" is http_server_list: a capital begins a word behind a small letter or a digit,
// or in front of a small letter.
std::string snake_case(std::string_view name) {
    std::string out;
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
            out += out.empty() || out.back() == '_' ? "" : "_";
            continue;
        }
        const bool after_small = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        const bool before_small =
            i > 0 && i + 1 < name.size() && is_upper(name[i - 1]) && is_lower(name[i + 1]);
        if (is_upper(c) && (after_small || before_small) && out.back() != '_') {
            out += '_';
        }
        out += to_lower(c);
    }
    return out;
}

// At most so long, and no _ at the end.
std::string shortened(std::string out) {
    out.resize(std::min(out.size(), longest_prefix));
    while (!out.empty() && out.back() == '_') {
        out.pop_back();
    }
    return out;
}

// The part of a per-type metric name that the type gives.
std::string type_part(std::string_view type) {
    std::string part;
    for (const char c : type) {
        part += is_lower(c) || is_upper(c) || is_digit(c) ? to_lower(c) : '_';
    }
    return part;
}

bool is_filtered(const BuiltinOptions& options) {
    return !options.types.empty() || !options.exclude_types.empty();
}

// XPath of a row's type; of an attribute row it is the type of its element.
std::string type_xpath(const BuiltinOptions& options) {
    return options.rows.find('@') == std::string::npos ? "name()" : "$type";
}

LabelRule xpath_label(std::string name, std::string xpath) {
    LabelRule label;
    label.name = std::move(name);
    label.value = std::move(xpath);
    return label;
}

std::string_view first_value(std::string_view key) {
    return key.substr(0, key.find('\0'));
}

std::string_view without_first_value(std::string_view key) {
    return key.substr(key.find('\0') + 1);
}

// Types that rows showed and those that are to be there in any case.
std::set<std::string> known_types(const BuiltinOptions& options, const SeriesTable& rows) {
    std::set<std::string> types;
    for (const auto& [key, series] : rows.series()) {
        types.emplace(first_value(key));
    }
    for (const std::string& type : options.types) {
        if (!is_glob(type) && is_selected_type(options.types, options.exclude_types, type)) {
            types.insert(type);
        }
    }
    return types;
}

// XPath 1.0 has no escapes, but names hold no quotes: only an option can give both of them.
std::string xpath_literal(const std::string& text) {
    const char quote = text.find('\'') == std::string::npos ? '\'' : '"';
    return fmt::format("{}{}{}", quote, text, quote);
}

bool fits_in_xpath(const std::string& text) {
    return text.find('\'') == std::string::npos || text.find('"') == std::string::npos;
}

std::string any_of_types(const std::string& xpath, const std::set<std::string>& types) {
    std::vector<std::string> tests;
    for (const std::string& type : types) {
        if (fits_in_xpath(type)) {
            tests.push_back(fmt::format("{}={}", xpath, xpath_literal(type)));
        }
    }
    return tests.empty() ? "false()" : fmt::format("{}", fmt::join(tests, " or "));
}

class Resolver {
public:
    Resolver(const BuiltinOptions& options, SurveyResult&& result)
        : options_(options), result_(std::move(result)), type_(type_xpath(options)) {}

    std::vector<ResolvedRule> run() {
        const std::set<std::string> types = known_types(options_, result_.rows);
        if (options_.naming == Naming::labels) {
            by_labels(types);
        } else {
            by_names(types);
        }
        Rule total = rule("total_rows", "Total rows in store");
        total.on_empty = OnEmpty::zero;
        SeriesTable table;
        table.candidates = table.rows = result_.totals.rows;
        if (table.rows > 0) {
            table.at("").rows = table.rows;
        }
        resolved_.push_back({std::move(total), std::move(table)});
        return std::move(resolved_);
    }

private:
    Rule rule(std::string_view name, std::string help) const {
        Rule rule;
        rule.name = fmt::format("{}_{}", result_.prefix, name);
        rule.help = std::move(help);
        std::transform(result_.sources.begin(), result_.sources.end(),
                       std::back_inserter(rule.sources), source_of);
        rule.rows = options_.rows;
        rule.aggregate = Aggregate::count;
        if (!result_.path_label.empty()) {
            LabelRule path;
            path.name = "path";
            path.text = result_.path_label;
            rule.labels.push_back(path);
        }
        return rule;
    }

    void add_further_labels(Rule& rule) const {
        for (const auto& [name, xpath] : options_.labels) {
            rule.labels.push_back(xpath_label(name, xpath));
        }
    }

    void by_labels(const std::set<std::string>& types) {
        Rule rows = rule("rows", "Rows in the store, by type.");
        rows.where = is_filtered(options_) ? any_of_types(type_, types) : "";
        LabelRule type = xpath_label("type", type_);
        // Types that are to be there in any case have to be declared, and then all of them, for
        // each to have every operation.
        if (std::any_of(options_.types.begin(), options_.types.end(),
                        [&](const std::string& name) { return types.count(name) > 0; })) {
            type.values.assign(types.begin(), types.end());
        }
        LabelRule operation = xpath_label("operation", "@operation");
        const auto& totals = result_.totals.series();
        const bool any_operation = std::any_of(totals.begin(), totals.end(), [](const auto& entry) {
            return !first_value(entry.first).empty();
        });
        if (any_operation) {
            operation.values.assign(std::begin(operations), std::end(operations));
        } else if (!type.values.empty()) {
            operation.values.emplace_back();
        }
        rows.labels.push_back(std::move(type));
        rows.labels.push_back(std::move(operation));
        add_further_labels(rows);
        resolved_.push_back({std::move(rows), std::move(result_.rows)});
    }

    void by_names(const std::set<std::string>& types) {
        std::map<std::string, std::set<std::string>> merged;
        for (const std::string& type : types) {
            merged[type_part(type)].insert(type);
        }
        for (const auto& [part, names] : merged) {
            add_type(part, names, "total", "", "normalize-space(@operation)");
            for (const std::string_view operation : operations) {
                add_type(part, names, operation, operation,
                         fmt::format("normalize-space(@operation)='{}'", operation));
            }
        }
    }

    // The rows of some types with one operation, or with any.
    void add_type(const std::string& part, const std::set<std::string>& types,
                  std::string_view name, std::string_view operation, const std::string& condition) {
        Rule counted =
            rule(fmt::format("{}_{}_rows", part, name),
                 operation.empty() ? fmt::format("{} rows in store", part)
                                   : fmt::format("{} {} rows in store", part, operation));
        const std::string of_types = any_of_types(type_, types);
        counted.where = types.size() > 1 ? fmt::format("({}) and {}", of_types, condition)
                                         : fmt::format("{} and {}", of_types, condition);
        add_further_labels(counted);
        counted.on_empty = options_.labels.empty() ? OnEmpty::zero : OnEmpty::ok;
        SeriesTable table;
        table.candidates = result_.totals.rows;
        for (const auto& [key, series] : result_.rows.series()) {
            const std::string_view rest = without_first_value(key);
            const std::string_view found = first_value(rest);
            if (types.count(std::string(first_value(key))) > 0 && !found.empty() &&
                (operation.empty() || operation == found)) {
                table.at(without_first_value(rest)).rows += series.rows;
                table.rows += series.rows;
            }
        }
        resolved_.push_back({std::move(counted), std::move(table)});
    }

    const BuiltinOptions& options_;
    SurveyResult result_;
    std::string type_;
    std::vector<ResolvedRule> resolved_;
};

} // namespace

bool is_selected_type(const std::vector<std::string>& types,
                      const std::vector<std::string>& exclude_types, std::string_view type) {
    const auto matches = [type](const std::string& glob) { return matches_glob(glob, type); };
    return (types.empty() || std::any_of(types.begin(), types.end(), matches)) &&
           std::none_of(exclude_types.begin(), exclude_types.end(), matches);
}

std::string derived_prefix(std::string_view root_name) {
    const size_t colon = root_name.rfind(':');
    const std::string prefix = shortened(
        snake_case(colon == std::string_view::npos ? root_name : root_name.substr(colon + 1)));
    if (prefix.empty()) {
        return "xml";
    }
    const std::string example = fmt::format("{}_rows", prefix);
    const bool usable = is_metric_name(example) && reserved_metric_prefix(example).empty() &&
                        reserved_metric_prefix(prefix).empty();
    return usable ? prefix : shortened(fmt::format("xml_{}", prefix));
}

Survey survey_rules(const BuiltinOptions& options) {
    Survey survey;
    survey.rows.name = "*_rows"; // the prefix is known when the root is
    survey.rows.rows = options.rows;
    survey.rows.aggregate = Aggregate::count;
    survey.rows.types = options.types;
    survey.rows.exclude_types = options.exclude_types;
    survey.rows.labels.push_back(xpath_label("type", type_xpath(options)));
    LabelRule operation = xpath_label("operation", "@operation");
    if (options.naming == Naming::per_type) { // the rest has no metrics of its own
        for (const std::string_view name : operations) {
            operation.map.emplace_back(name, name);
        }
        operation.map_else = "other";
    }
    survey.rows.labels.push_back(std::move(operation));
    for (const auto& [name, xpath] : options.labels) {
        survey.rows.labels.push_back(xpath_label(name, xpath));
    }
    survey.totals.name = "*_total_rows";
    survey.totals.rows = options.rows;
    survey.totals.aggregate = Aggregate::count;
    LabelRule has_operation = xpath_label("operation", "@operation");
    has_operation.map_else = "any";
    survey.totals.labels.push_back(has_operation);
    return survey;
}

bool needs_totals(const BuiltinOptions& options) {
    return is_filtered(options);
}

SeriesTable totals_of(const SeriesTable& rows) {
    SeriesTable totals;
    totals.candidates = rows.candidates;
    totals.rows = rows.rows;
    for (const auto& [key, series] : rows.series()) {
        const bool has_operation = !first_value(without_first_value(key)).empty();
        totals.at(has_operation ? std::string_view("any\0", 4) : std::string_view("\0", 1)).rows +=
            series.rows;
    }
    return totals;
}

std::vector<ResolvedRule> resolve_builtin(const BuiltinOptions& options, SurveyResult&& result) {
    return Resolver(options, std::move(result)).run();
}

} // namespace promfile
