#include "suggest/number_pair_rules.hpp"

#include "suggest/counter_field.hpp"
#include "suggest/counter_or_gauge.hpp"
#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_kinds = 24; // kinds of pairs: values of an attribute of their parent

// The attribute of the parent that says what the pairs count: <counters type="opcode">. nullptr if
// there is none.
const Field* kind_of_parent(const RowKind& row_kind) {
    const RowKind* parent = row_kind.parent;
    if (parent == nullptr || parent->key.size() != 1) {
        return nullptr;
    }
    const Field* kind = parent->key.front();
    const bool is_kind =
        kind->path.starts_with('@') && is_word(kind->name, vocabulary::kind_words) &&
        parent->node->max_in_parent > 1 && !kind->statistics->more_texts &&
        kind->statistics->distinct() <= max_kinds && steps_up(*row_kind.node, *parent->node) == 1;
    return is_kind ? kind : nullptr;
}

// The words of the nearest ancestor of the pairs' parent that has a telling name.
Words outer_words(const RowKind& parent) {
    for (const PathNode* node = parent.node->parent; node != nullptr && node->parent != nullptr;
         node = node->parent) {
        Words words = split_words(node->name);
        if (!words.empty() && !is_word(words.back(), vocabulary::generic_words)) {
            return words;
        }
    }
    return {};
}

// How a rule treats texts among the numbers. It reads "on" and "off" as 1 and 0, skips "n/a", and
// leaves out the names of all other texts, which change from run to run.
struct OtherTexts {
    std::map<std::string, MapTarget> map;
    Words left_out; // XPath conditions of the names
};

OtherTexts other_texts(const PairRows& pairs) {
    OtherTexts others;
    for (const NamedValues& named : pairs.named) {
        const FieldKind kind = named.field->kind;
        if (kind == FieldKind::number || kind == FieldKind::boolean) {
            others.map.insert(named.field->map.begin(), named.field->map.end());
        } else if (kind == FieldKind::none) {
            for (const CountedText& text : named.statistics.texts) {
                others.map.emplace(text.text, Skip{});
            }
        } else {
            others.left_out.push_back(
                fmt::format("{} = {}", pairs.name.path, xpath_literal(named.name)));
        }
    }
    return others;
}

// Are the names words, of which a program has a number that hardly changes? Names that differ in
// their digits are those of things that come and go.
bool are_words(const std::deque<NamedValues>& all) {
    std::set<std::string> words;
    for (const NamedValues& named : all) {
        std::string word = named.name;
        std::erase_if(word, is_digit);
        words.insert(std::move(word));
    }
    return 10 * words.size() >= 9 * all.size();
}

// What one metric has of its own.
struct NumberMetric {
    RowLabels labels; // of the rows around the pairs
    std::string condition;
    Words words;      // of the metric
    std::string name; // of the label that has the names of the pairs
    std::uint64_t series = 0;
    std::optional<RuleType> type = std::nullopt; // if the rows say it
};

void draft_metric(const PairRows& pairs, const OtherTexts& others, const NumberMetric& metric) {
    const RowKind& row_kind = pairs.row_kind;
    const PathNode& node = *row_kind.node;
    const Field& value = pairs.value;
    Candidate made = new_candidate(row_kind, pairs.is_setting, 58, metric.series);
    Rule& rule = made.rule;
    rule.conversion.map.assign(others.map.begin(), others.map.end());
    // The rule says that so many series are meant, so --check does not advise against them.
    if (metric.series > max_listed_rows && are_words(pairs.named)) {
        rule.max_series = metric.series;
    }
    const bool seems_counter =
        is_counter(value, snake_case(node.name), "", {}) && !starts_anew(row_kind);
    rule.type = metric.type.value_or(seems_counter ? RuleType::counter : RuleType::gauge);
    rule.name = pairs.draft.names().pair_name(row_kind, {}, metric.words,
                                              rule.type == RuleType::counter ? "total" : "");
    rule.value = {value.value};
    if (!metric.condition.empty()) {
        rule.where = {metric.condition};
    }
    if (value.statistics->non_empty() < node.count) {
        add_condition(rule, value.path == "." ? "string(.)" : value.path);
    }
    if (!others.left_out.empty()) {
        add_condition(rule, fmt::format("not({})", joined(others.left_out, " or ")));
    }
    add_labels(rule, metric.labels);
    rule.labels.push_back(pair_name_label(pairs.name, metric.labels, metric.name));
    rule.help =
        fmt::format("{}, by {}.", capitalized(joined(metric.words, " ")), rule.labels.back().name);
    pairs.draft.add(std::move(made), node);
}

// One metric, or two if the rows say which of them are counters.
void draft_counters_and_gauges(const PairRows& pairs, const OtherTexts& others) {
    NumberMetric metric{pairs.labels, "", pair_words(pairs), plain_pair_label(pairs.name),
                        pairs.row_kind.node->count};
    if (const auto counters = find_counter_field(pairs.row_kind)) {
        NumberMetric of_counters = metric;
        of_counters.type = RuleType::counter;
        of_counters.series = counters->rows;
        metric.type = RuleType::gauge;
        metric.series -= counters->rows;
        if (metric.series > 0) {
            of_counters.condition = counters->condition;
            metric.condition = fmt::format("not({})", counters->condition);
        }
        draft_metric(pairs, others, of_counters);
    }
    if (metric.series > 0) {
        draft_metric(pairs, others, metric);
    }
}

} // namespace

bool draft_number_pairs(const PairRows& pairs) {
    constexpr size_t max_texts = 12;
    constexpr size_t max_names_left_out = 12;
    const OtherTexts others = other_texts(pairs);
    if (others.map.size() > max_texts || others.left_out.size() > max_names_left_out) {
        return false;
    }
    const PathNode& node = *pairs.row_kind.node;
    const Field* kind = kind_of_parent(pairs.row_kind);
    if (kind == nullptr) {
        draft_counters_and_gauges(pairs, others);
        return true;
    }
    RowLabels above;
    for (const RowLabel& label : pairs.labels) {
        if (label.rule.value != "../" + kind->path) {
            above.push_back(label);
        }
    }
    for (const CountedText& text : kind->statistics->texts) {
        Words words = outer_words(*pairs.row_kind.parent);
        const Words own = split_words(text.text);
        words.insert(words.end(), own.begin(), own.end());
        const auto series = static_cast<std::uint64_t>(
            std::count_if(node.sampled.begin(), node.sampled.end(), [&](const auto* row) {
                return row->parent != nullptr && kind->value_in(*row->parent) == text.text;
            }));
        if (series > 0) {
            draft_metric(pairs, others,
                         {above, fmt::format("../{} = {}", kind->path, xpath_literal(text.text)),
                          words, snake_case(text.text), series});
        }
    }
    return true;
}

Words pair_words(const PairRows& pairs) {
    constexpr std::string_view empty_words = "counters counter entry property nvpair item value "
                                             "stat count info sum total list row record "
                                             "entries values gauge";
    const Words prefix = split_words(pairs.draft.names().prefix(pairs.row_kind));
    Words words;
    for (const PathNode* node = pairs.row_kind.node; node != nullptr && words.empty();
         node = node->parent) {
        for (const std::string& word : split_words(node->name)) {
            const bool said = std::find(prefix.begin(), prefix.end(), word) != prefix.end();
            if (!is_word(word, empty_words) && !said && node->parent != nullptr) {
                words.push_back(word);
            }
        }
    }
    return words.empty() ? Words{"value"} : words;
}

std::string plain_pair_label(const Field& name) {
    return is_word(name.name, "name key label") ? "name" : name.name;
}

LabelRule pair_name_label(const Field& name, const RowLabels& others, const std::string& wanted) {
    LabelRule label;
    label.name = unused_label_name(others, label_name(wanted));
    label.value = name.path;
    return label;
}

} // namespace promfile::suggest
