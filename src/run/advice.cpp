#include "run/advice.hpp"

#include "aggregate/families.hpp"
#include "metrics/names.hpp"
#include "rules/builtin_store.hpp"
#include "rules/source.hpp"
#include "run/reading_keys.hpp"
#include "run/several_nodes.hpp"
#include "support/utf8.hpp"
#include "xpath/tokens.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <tuple>
#include <unordered_set>

namespace promfile {

namespace {

// The numbers of rows from which a label with another value on each row is taken for a mistake: in
// a rule that adds up rows, and in a rule with a series for each row.
constexpr std::uint64_t rows_to_add_up = 5;
constexpr std::uint64_t rows_of_series = 100;

constexpr std::string_view acknowledgement =
    "; on-empty = \"ok\" of the rule says that this may be";

std::string placed(const Origin& origin, const std::string& sentence) {
    return origin.line == 0
               ? sentence
               : fmt::format("{}:{}:{}: {}", origin.file, origin.line, origin.column, sentence);
}

class Adviser {
public:
    Adviser(const Rule& rule, const SeriesTable& table, const std::vector<StoreRoot>& stores)
        : rule_(rule), table_(table), stores_(stores) {}

    struct Findings {
        Warnings warnings;
        std::vector<Advice> advice;
    };

    Findings run() {
        const bool own = rule_.origin.line > 0; // users cannot change the names of built-in rules
        if (own) {
            for (const std::string& advice : naming_advice(rule_.name, metric_type(rule_.type))) {
                add("the name ", " " + advice);
            }
        }
        if (table_.matched_rows > 0) {
            value();
            labels();
            merged();
            several_nodes();
        } else if (own ? !rule_.on_empty
                       : !rule_.sensors && (rule_.on_empty != OnEmpty::zero ||
                                            rule_.rows != BuiltinOptions().rows)) {
            nothing();
        }
        return std::move(findings_);
    }

private:
    void warn(const std::string& sentence) {
        findings_.warnings.push_back(placed(rule_.origin, sentence));
    }
    // The name of the metric stands between both parts.
    void add(std::string before, std::string after) {
        findings_.advice.push_back({rule_.origin, std::move(before), rule_.name, std::move(after)});
    }

    std::string forgotten_at(std::string_view xpath) const {
        const std::string name = bare_name(xpath);
        return name.empty() ? ""
                            : fmt::format("; {0} means a child element of the row, its attribute "
                                          "is @{0} and a text '{0}'",
                                          name);
    }

    std::string forgotten_at_one_of(const std::vector<std::string>& xpaths) const {
        std::string found;
        for (const std::string& xpath : xpaths) {
            found = found.empty() ? forgotten_at(xpath) : found;
        }
        return found;
    }

    // Keys of a rule that would be odd names of a label.
    static bool is_never_a_label(std::string_view name) {
        return name == "aggregate" || name == "rows" || name == "where";
    }

    // In TOML every key after [metric.labels] is a label, even if a key of the rule was meant.
    static std::string misplaced_key(std::string_view label, const std::string& otherwise) {
        constexpr std::string_view keys[] = {"aggregate", "help", "invalid",  "missing",
                                             "rows",      "time", "timezone", "type",
                                             "unit",      "where"};
        return std::find(std::begin(keys), std::end(keys), label) == std::end(keys)
                   ? otherwise
                   : fmt::format("; if the key {} of the rule is meant, its place is above "
                                 "[metric.labels]",
                                 label);
    }

    bool reads(const StoreRoot& store) const { return is_any_source(rule_.sources, store.path); }

    void nothing() {
        std::vector<std::string> roots;
        bool any_store = rule_.sensors;
        for (const StoreRoot& store : stores_) {
            any_store |= reads(store);
            const std::string root = fmt::format("/{}", store.root);
            if (reads(store) && !store.root.empty() &&
                std::find(roots.begin(), roots.end(), root) == roots.end()) {
                roots.push_back(root);
            }
        }
        if (!any_store && rule_.sources.empty()) {
            return; // no store was read at all
        }
        if (!any_store) {
            warn(fmt::format("{} matches nothing: no store is called {}{}", rule_.name,
                             fmt::join(rule_.sources, " or "), acknowledgement));
        } else if (table_.candidates > 0) {
            const std::string condition =
                rule_.where.empty()
                    ? "the filters"
                    : fmt::format("where = \"{}\"", fmt::join(rule_.where, "\" and \""));
            add("", fmt::format(" matches nothing: {} leaves none of the {} rows {}{}", condition,
                                table_.candidates, rule_.rows, forgotten_at_one_of(rule_.where)));
        } else {
            constexpr size_t max_roots = 3;
            roots.resize(std::min(roots.size(), max_roots));
            warn(fmt::format(
                "{} matches nothing: there is no row {}{}{}", rule_.name, rule_.rows,
                roots.empty() ? "" : fmt::format(" (the root is {})", fmt::join(roots, " or ")),
                rule_.origin.line > 0 ? acknowledgement : ""));
        }
    }

    void value() {
        const std::string values = fmt::format("{}", fmt::join(rule_.value, ", "));
        if (rule_.value.empty()) {
            return;
        }
        unusable("value " + values, rule_.value.front(), table_.unusable_values,
                 rule_.bucket                       ? "count"
                 : rule_.type == RuleType::stateset ? "state"
                                                    : "number",
                 key_that_reads_value(rule_, table_));
        if (rule_.bucket) {
            unusable("bucket " + rule_.bucket->value, rule_.bucket->value, table_.unusable_bounds,
                     "number", key_that_reads_bound(rule_, table_));
        }
        milliseconds();
        if (!rule_.conversion.time.empty() && rule_.name.find("_age") != std::string::npos) {
            add("", " is a time, not an age: publish it as ..._timestamp_seconds, its age in "
                    "Prometheus is time() minus that");
        }
    }

    // `read` is what the rule reads: "value @n". Invalid rows have no `kind` there.
    void unusable(const std::string& read, const std::string& xpath, const UnusableRows& rows,
                  std::string_view kind, const std::string& key) {
        if (rows.missing == table_.matched_rows) {
            warn(fmt::format("the {} of {} is empty on every row ({}){}", read, rule_.name,
                             table_.matched_rows, forgotten_at(xpath)));
        } else if (rows.missing + rows.invalid == table_.matched_rows) {
            warn(fmt::format("the {} of {} is usable on no row ({}){}{}", read, rule_.name,
                             table_.matched_rows, first_of(rows), key));
        } else if (rows.invalid > 0) {
            add(fmt::format("the {} of ", read),
                fmt::format(" is not a {} on {} of {} rows{}{}", kind, rows.invalid,
                            table_.matched_rows, first_of(rows), key));
        }
    }

    // A number in this range is a time of our days in milliseconds; in seconds it would be a time
    // thousands of years from now.
    void milliseconds() {
        constexpr double first = 1e12; // 2001-09-09
        constexpr double last = 4e12;  // 2096-10-02
        const bool is_one_value =
            rule_.aggregate == Aggregate::each || rule_.aggregate == Aggregate::min ||
            rule_.aggregate == Aggregate::max || rule_.aggregate == Aggregate::first ||
            rule_.aggregate == Aggregate::last;
        const bool is_time = rule_.name.find("time") != std::string::npos ||
                             rule_.name.find("_seconds") != std::string::npos;
        if (!is_one_value || !is_time || rule_.type == RuleType::stateset) {
            return;
        }
        for (const auto& [key, series] : table_.series()) {
            if (series.rows > 0 && series.value >= first && series.value < last) {
                add(fmt::format("the value {:.0f} of ", series.value),
                    " looks like a time in milliseconds; unit = \"ms\" makes seconds of it");
                return;
            }
        }
    }

    void several_nodes() {
        for (const auto& [xpath, place] : table_.several_nodes) {
            const std::string where =
                place.store < stores_.size()
                    ? fmt::format(" (first at {}:{})", stores_[place.store].path, place.line)
                    : "";
            add(fmt::format("\"{}\" of ", xpath), advice_on_several_nodes(xpath, where));
        }
    }

    std::string first_of(const UnusableRows& rows) const {
        if (!rows.first_invalid || rows.first_invalid->place.store >= stores_.size()) {
            return {};
        }
        const auto& [place, text] = *rows.first_invalid;
        return fmt::format(", the first is \"{}\" at {}:{}", to_utf8(text),
                           stores_[place.store].path, place.line);
    }

    void labels() {
        size_t index = 0;
        for (const LabelRule& label : rule_.labels) {
            if (label.text) {
                continue;
            }
            using Texts = std::unordered_set<std::string_view>;
            Texts seen;
            std::uint64_t rows = 0;
            for (const auto& [key, series] : table_.series()) {
                seen.insert(part(key, index));
                rows += series.rows;
            }
            // Of the built-in labels, only `operation` may be absent.
            const bool empty = rule_.origin.line > 0
                                   ? (table_.non_default_labels >> index & 1U) == 0
                                   : label.name != "operation" && seen == Texts{label.fallback};
            ++index;
            const std::string xpath = label.path.empty() ? label.value : label.path;
            const bool declared_empty =
                std::find(label.values.begin(), label.values.end(), "") != label.values.end();
            if (empty && !declared_empty && label.fallback.empty()) {
                add(fmt::format("the label {} = \"{}\" of ", label.name, xpath),
                    fmt::format(" is empty on every row ({}){}", table_.matched_rows,
                                misplaced_key(label.name, forgotten_at(xpath))));
            } else if (is_never_a_label(label.name)) {
                add(fmt::format("{} of ", label.name),
                    fmt::format(" is a label{}", misplaced_key(label.name, "")));
            }
            const std::uint64_t least =
                rule_.aggregate == Aggregate::each ? rows_of_series : rows_to_add_up;
            if (rows >= least && seen.size() == rows && !rule_.max_series) {
                add(fmt::format("the label {} = \"{}\" of ", label.name, xpath),
                    fmt::format(
                        " has another value on each of the {} rows, and each makes a series "
                        "that Prometheus keeps",
                        rows));
            }
        }
    }

    void merged() {
        if (rule_.aggregate != Aggregate::each || rule_.type == RuleType::histogram ||
            rule_.type == RuleType::summary) {
            return;
        }
        std::uint64_t merged = 0;
        for (const auto& [key, series] : table_.series()) {
            merged += series.conflict || series.rows == 0 ? 0 : series.rows - 1;
        }
        if (merged > 0) {
            add(merged == 1 ? "a row of " : fmt::format("{} rows of ", merged),
                fmt::format(" {} merged: its labels and value are those of another row; is a label "
                            "missing, or an aggregate?",
                            merged == 1 ? "is" : "are"));
        }
    }

    static std::string_view part(std::string_view key, size_t index) {
        for (; index > 0; --index) {
            key.remove_prefix(key.find('\0') + 1);
        }
        return key.substr(0, key.find('\0'));
    }

    const Rule& rule_;
    const SeriesTable& table_;
    const std::vector<StoreRoot>& stores_;
    Findings findings_;
};

} // namespace

std::string bare_name(std::string_view xpath) {
    std::string_view before;
    for (const XPathToken& token : xpath_tokens(xpath)) {
        const bool operator_name = token.text == "and" || token.text == "or" ||
                                   token.text == "div" || token.text == "mod" || token.text == "*";
        const bool in_path = before == "@" || before == "/" || before == "//";
        if (token.kind == XPathTokenKind::name && !operator_name && !in_path) {
            return std::string(token.text);
        }
        if (token.kind == XPathTokenKind::axis) {
            return {};
        }
        before = token.text;
    }
    return {};
}

Warnings rule_warnings(const Rule& rule, const SeriesTable& table,
                       const std::vector<StoreRoot>& stores) {
    return Adviser(rule, table, stores).run().warnings;
}

std::vector<Advice> rule_advice(const Rule& rule, const SeriesTable& table,
                                const std::vector<StoreRoot>& stores) {
    return Adviser(rule, table, stores).run().advice;
}

namespace {

// "a", "each of a and b", "each of a, b and 3 more".
std::string joined_names(const std::vector<std::string>& names) {
    constexpr size_t max_names = 3;
    if (names.size() == 1) {
        return names.front();
    }
    const bool fit = names.size() <= max_names;
    const auto shown = static_cast<std::ptrdiff_t>(fit ? names.size() - 1 : max_names);
    return fmt::format("each of {} and {}", fmt::join(names.begin(), names.begin() + shown, ", "),
                       fit ? names.back() : fmt::format("{} more", names.size() - max_names));
}

} // namespace

Warnings advice_sentences(const std::vector<Advice>& advice) {
    using Key = std::tuple<std::string, unsigned, std::string, std::string>;
    std::map<Key, size_t> merged; // of groups: the index in `metrics`
    std::vector<std::pair<const Advice*, std::vector<std::string>>> metrics;
    for (const Advice& each : advice) {
        if (each.origin.group_line > 0) {
            const auto [place, is_new] = merged.emplace(
                Key(each.origin.file, each.origin.group_line, each.before, each.after),
                metrics.size());
            if (!is_new) {
                metrics[place->second].second.push_back(each.metric);
                continue;
            }
        }
        metrics.emplace_back(&each, std::vector{each.metric});
    }
    Warnings sentences;
    for (const auto& [first, names] : metrics) {
        sentences.push_back(
            placed(first->origin, first->before + joined_names(names) + first->after));
    }
    return sentences;
}

} // namespace promfile
