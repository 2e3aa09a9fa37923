#include "rules/builtin_store.hpp"

#include "metrics/names.hpp"
#include "rules/source.hpp"
#include "support/ascii.hpp"
#include "support/glob.hpp"
#include "support/transliteration.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace promfile {

namespace {

constexpr size_t longest_prefix = 64;
constexpr std::string_view operations[] = {"create", "update", "delete"};

// "HTTPServerList" becomes http_server_list: a capital begins a word after a small letter or a
// digit, and before a small letter.
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

// The text cut to the maximum length, without a _ at its end.
std::string shortened(std::string out) {
    out.resize(std::min(out.size(), longest_prefix));
    while (!out.empty() && out.back() == '_') {
        out.pop_back();
    }
    return out;
}

// Letters and digits in lower case, with one _ in place of each run of other characters.
std::string joined_words(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
            gap = !out.empty();
            continue;
        }
        out += gap ? "_" : "";
        out += to_lower(c);
        gap = false;
    }
    return out;
}

// The part of a per-type metric name that comes from the type. It is never empty: "_" gives
// "u005f".
std::string type_part(std::string_view type) {
    std::string part = joined_words(transliterated(type));
    if (part.empty()) {
        for (const char c : type) {
            part += fmt::format("{}u{:04x}", part.empty() ? "" : "_",
                                static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return part;
}

bool is_filtered(const BuiltinOptions& options) {
    return !options.types.empty() || !options.exclude_types.empty();
}

// The XPath of a row's type. An attribute row has the type of its element.
std::string type_xpath(const BuiltinOptions& options) {
    return options.rows.find('@') == std::string::npos ? "name()" : "$type";
}

LabelRule xpath_label(std::string name, std::string xpath) {
    LabelRule label;
    label.name = std::move(name);
    label.value = std::move(xpath);
    return label;
}

// The types of the rows, and those that are published even without rows.
std::set<std::string> known_types(const BuiltinOptions& options, std::set<std::string> types) {
    for (const std::string& type : options.types) {
        if (!is_glob(type) && is_selected_type(options.types, options.exclude_types, type)) {
            types.insert(type);
        }
    }
    return types;
}

// XPath 1.0 has no escapes, so a text with both kinds of quotes has no literal. Names of elements
// hold no quotes; the argument of an option may hold both.
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
    Resolver(const BuiltinOptions& options, const SurveyFindings& findings)
        : options_(options), findings_(findings), type_(type_xpath(options)) {}

    std::vector<BuiltinRule> run() {
        const std::set<std::string> types = known_types(options_, findings_.types);
        if (options_.naming == Naming::labels) {
            by_labels(types);
        } else {
            by_names(types);
        }
        Rule total = rule("total_rows", "Total rows in store");
        total.on_empty = OnEmpty::zero;
        rules_.push_back({std::move(total), BuiltinRule::Counts::rows_before_filters, {}, {}, {}});
        return std::move(rules_);
    }

private:
    Rule rule(std::string_view name, std::string help) const {
        Rule rule;
        rule.name = fmt::format("{}_{}", findings_.prefix, name);
        rule.help = std::move(help);
        std::transform(findings_.sources.begin(), findings_.sources.end(),
                       std::back_inserter(rule.sources), source_of);
        rule.rows = options_.rows;
        rule.aggregate = Aggregate::count;
        if (!findings_.path_label.empty()) {
            LabelRule path;
            path.name = "path";
            path.text = findings_.path_label;
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
        if (is_filtered(options_)) {
            rows.where = {any_of_types(type_, types)};
        }
        LabelRule type = xpath_label("type", type_);
        // If a type is published even without rows, all types are declared, so that each of them
        // has every operation.
        if (declares_types(types)) {
            type.values.assign(types.begin(), types.end());
        }
        LabelRule operation = xpath_label("operation", "@operation");
        if (findings_.has_operations) {
            operation.values.assign(std::begin(operations), std::end(operations));
        } else if (!type.values.empty()) {
            operation.values.emplace_back();
        }
        rows.labels.push_back(std::move(type));
        rows.labels.push_back(std::move(operation));
        add_further_labels(rows);
        rules_.push_back({std::move(rows), BuiltinRule::Counts::rows, {}, {}, {}});
    }

    void by_names(const std::set<std::string>& types) {
        std::map<std::string, std::set<std::string>> merged;
        for (const std::string& type : types) {
            merged[type_part(type)].insert(type);
        }
        for (const auto& [part, names] : merged) {
            const std::set<std::string>& shown = declares_types(types) ? types : names;
            add_type(part, names, shown, "total", "", "normalize-space(@operation)!=''");
            for (const std::string_view operation : operations) {
                add_type(part, names, shown, operation, operation,
                         fmt::format("normalize-space(@operation)='{}'", operation));
            }
        }
    }

    // Counts the rows of `types` with one operation, or with any. With further labels, each label
    // that rows of the types in `shown` have must give a series, even of 0. So in this case the
    // rule reads the rows of `shown` and sums a 1 for each row to count and a 0 for each other row.
    void add_type(const std::string& part, const std::set<std::string>& types,
                  const std::set<std::string>& shown, std::string_view name,
                  std::string_view operation, const std::string& condition) {
        Rule counted =
            rule(fmt::format("{}_{}_rows", part, name),
                 operation.empty() ? fmt::format("{} rows in store", part)
                                   : fmt::format("{} {} rows in store", part, operation));
        const std::string of_types = any_of_types(type_, types);
        const std::string both = types.size() > 1 ? fmt::format("({}) and {}", of_types, condition)
                                                  : fmt::format("{} and {}", of_types, condition);
        BuiltinRule builtin{{}, BuiltinRule::Counts::types, types, {}, std::string(operation)};
        if (options_.labels.empty()) {
            counted.where = {both};
            counted.on_empty = OnEmpty::zero;
        } else {
            counted.where = {any_of_types(type_, shown)};
            counted.value = {types == shown ? condition : both};
            counted.aggregate = Aggregate::sum;
            add_further_labels(counted);
            builtin.shown_types = shown;
        }
        builtin.rule = std::move(counted);
        rules_.push_back(std::move(builtin));
    }

    // Whether one of the types is published even without rows.
    bool declares_types(const std::set<std::string>& types) const {
        return std::any_of(options_.types.begin(), options_.types.end(),
                           [&](const std::string& name) { return types.count(name) > 0; });
    }

    const BuiltinOptions& options_;
    const SurveyFindings& findings_;
    std::string type_;
    std::vector<BuiltinRule> rules_;
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

std::vector<Rule> survey_rules(const BuiltinOptions& options) {
    Rule rows;
    rows.name = "*_rows"; // the prefix is not known before the root element
    rows.rows = options.rows;
    rows.aggregate = Aggregate::count;
    rows.types = options.types;
    rows.exclude_types = options.exclude_types;
    rows.labels.push_back(xpath_label("type", type_xpath(options)));
    LabelRule operation = xpath_label("operation", "@operation");
    if (options.naming == Naming::per_type) { // other operations have no metrics of their own
        for (const std::string_view name : operations) {
            operation.map.emplace_back(name, std::string(name));
        }
        operation.map_else = "other";
    }
    rows.labels.push_back(std::move(operation));
    for (const auto& [name, xpath] : options.labels) {
        rows.labels.push_back(xpath_label(name, xpath));
    }
    std::vector<Rule> rules = {std::move(rows)};
    if (is_filtered(options)) {
        Rule totals;
        totals.name = "*_total_rows";
        totals.rows = options.rows;
        totals.aggregate = Aggregate::count;
        LabelRule has_operation = xpath_label("operation", "@operation");
        has_operation.map_else = "any";
        totals.labels.push_back(std::move(has_operation));
        rules.push_back(std::move(totals));
    }
    return rules;
}

std::vector<BuiltinRule> builtin_store_rules(const BuiltinOptions& options,
                                             const SurveyFindings& findings) {
    return Resolver(options, findings).run();
}

std::string snake_case_name(std::string_view text) {
    return shortened(snake_case(transliterated(text)));
}

} // namespace promfile
