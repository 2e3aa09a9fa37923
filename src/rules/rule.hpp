#pragma once

#include "metrics/metric_family.hpp"
#include "values/conversion.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// The rule language as plain values. Users write them as [[metric]] tables, the built-in metrics
// resolve to them, and aggregate/ compiles and evaluates them.

namespace promfile {

enum class RuleType { gauge, counter, histogram, summary, info, stateset };

// The type under which a rule's metric is published: info and statesets are gauges, since
// node_exporter refuses these types.
constexpr MetricType metric_type(RuleType type) {
    switch (type) {
    case RuleType::counter:
        return MetricType::counter;
    case RuleType::histogram:
        return MetricType::histogram;
    case RuleType::summary:
        return MetricType::summary;
    default:
        return MetricType::gauge;
    }
}

// `each` is the absence of an aggregate: every row is a series of its own.
enum class Aggregate { each, count, sum, min, max, avg, first, last, distinct };

// The policy for a row whose value is absent or unusable: the row is left out and counted, the run
// ends, or a number replaces the value.
struct Refuse {}; // the run ends
using ValuePolicy = std::variant<Skip, Refuse, double>;

struct LabelRule {
    std::string name;
    std::string value;               // XPath; unused with `text`
    std::optional<std::string> text; // a constant
    std::vector<std::pair<std::string, TextTarget>> map;
    std::optional<TextTarget> map_else;
    std::string fallback; // `default`: in place of an empty text
    bool lower = false;
    std::vector<std::string> values; // declared values, published as 0 if no row has them
    // "@name" joins the attribute of all ancestors and of the row, "../@name" of the ancestors
    // only.
    std::string path;
    bool operator==(const LabelRule&) const = default;
};

// The label that stands for `name-suffix`, always the last label of its rule. Its value is not
// published as a label: it ends the name of the metric family. No label of a configuration can have
// this name.
inline constexpr std::string_view suffix_label = "name-suffix";

// The upper bound of a histogram whose rows are its buckets.
struct BucketRule {
    std::string value; // XPath
    Conversion conversion;
};

enum class OnEmpty { ok, zero, error };

// The place of a rule in the configuration, for messages; line 0 for built-in rules.
struct Origin {
    std::string file;
    unsigned line = 0;
    unsigned column = 0;
    unsigned group_line = 0; // of the rule's [[group]]; 0 without one
};

struct Rule {
    std::string name;
    std::string help;
    RuleType type = RuleType::gauge;
    std::vector<std::string> sources; // globs of store paths; empty: every store
    bool sensors = false;             // reads the sensors' document instead of stores
    std::string rows = "/*/*";
    std::vector<std::string> where; // XPaths, all of which hold for the rows that count
    // Globs of element names, for the filters of the built-in metrics only. Resolved rules and the
    // rules of users use `where` instead.
    std::vector<std::string> types;
    std::vector<std::string> exclude_types;
    std::vector<std::string> value; // XPaths, the first usable one counts
    Aggregate aggregate = Aggregate::each;
    std::vector<LabelRule> labels;
    Conversion conversion;
    ValuePolicy missing = Skip{};
    ValuePolicy invalid = Skip{};
    std::vector<std::string> states;                           // of a stateset
    std::vector<std::pair<std::string, TextTarget>> state_map; // its `map`: text to state
    std::optional<TextTarget> state_map_else;
    std::vector<double> buckets; // of a histogram
    std::optional<BucketRule> bucket;
    std::vector<double> quantiles;           // of a summary
    std::optional<OnEmpty> on_empty;         // not set: ok, with a warning
    std::optional<std::uint64_t> max_series; // `series`: a run with more series is refused
    Origin origin;
};

inline bool has_name_suffix(const Rule& rule) {
    return !rule.labels.empty() && rule.labels.back().name == suffix_label;
}

// Do the values of the type only grow, so that Prometheus takes a lower one for a reset?
bool is_cumulative(RuleType type);

// Are series that no row has published as 0, if their label values are declared?
bool fills_with_zero(const Rule& rule);

// Has a label declared values?
bool has_declared_labels(const Rule& rule);

// Is the metric published as 0 if there are no rows: by on-empty, or since all labels are declared?
bool is_zero_without_rows(const Rule& rule);

} // namespace promfile
