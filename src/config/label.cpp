#include "config/label.hpp"

#include "metrics/names.hpp"
#include "rules/rule_words.hpp"
#include "support/ascii.hpp"
#include "support/nearest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

template<auto member>
void text(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    label.*member = read_text(entry, faults).value_or("");
}

void map(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    read_text_map(entry, label.map, label.map_else, true, faults);
}

template<auto member>
void filled_text(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    label.*member = read_filled_text(entry, faults).value_or("");
}

void lower(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    label.lower = read_switch(entry, faults).value_or(false);
}

void values(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    constexpr bool accepts_empty = true; // "" declares rows without the label
    label.values = read_texts(entry, faults, accepts_empty).value_or(std::vector<std::string>());
    std::vector<std::string> sorted = label.values;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
        faults.add(entry.value.place, fmt::format("\"values\" holds \"{}\" twice", *twice));
    }
}

void path(LabelRule& label, const ConfigEntry& entry, ConfigFaults& faults) {
    label.path = read_text(entry, faults).value_or("");
    std::string_view name = label.path;
    name.remove_prefix(name.starts_with("../") ? 3 : 0);
    const bool is_attribute = name.starts_with('@');
    name.remove_prefix(is_attribute ? 1 : 0);
    if (!is_attribute || name.empty() ||
        name.find_first_of(" \t\r\n/@*[]()|=<>'\"$,") != std::string_view::npos) {
        faults.add(
            entry.value.place,
            fmt::format("\"path\" takes one attribute, such as \"@name\", which is joined from "
                        "the outermost element down to the row, or \"../@name\", down to its "
                        "parent"));
    }
}

constexpr ConfigKey<LabelRule> label_keys[] = {
    {"value", filled_text<&LabelRule::value>},
    {"text", text<&LabelRule::text>},
    {"map", map},
    {"default", text<&LabelRule::fallback>},
    {"lower", lower},
    {"values", values},
    {"path", path},
};

// Checks that exactly one of three keys gives the text of the label.
void check_origin(const ConfigEntry& entry, const ConfigTable& table, ConfigFaults& faults) {
    unsigned origins = 0;
    for (const std::string_view key : {"value", "text", "path"}) {
        origins += find(table, key) != nullptr ? 1 : 0;
    }
    if (origins != 1) {
        faults.add(
            entry.value.place,
            fmt::format("the label \"{}\" needs one of value (an XPath), text (a constant) and "
                        "path, and has {}",
                        entry.key, origins == 0 ? "none" : "several"));
    }
}

// Checks that `lower` does not turn a text of `map` or `values` to another one, which no row has.
void check_small_letters(const LabelRule& label, const ConfigTable& table, ConfigFaults& faults) {
    if (!label.lower) {
        return;
    }
    const auto check = [&](ConfigPlace place, const std::string& text, std::string_view key) {
        if (const std::string small = to_lower(text); small != text) {
            faults.add(place,
                       fmt::format("no row has the text \"{}\" of \"{}\": \"lower\" turns it to "
                                   "\"{}\"",
                                   text, key, small));
        }
    };
    for (const auto& [text, target] : label.map) {
        const ConfigTable& map = std::get<ConfigTable>(find(table, "map")->value.data);
        check(find(map, text)->place, text, "map");
    }
    if (label.map.empty() && !label.map_else) { // otherwise the values are those of the map
        for (const std::string& value : label.values) {
            if (value != label.fallback) {
                check(find(table, "values")->value.place, value, "values");
            }
        }
    }
}

} // namespace

LabelRule read_label(const ConfigEntry& entry, ConfigFaults& faults) {
    LabelRule label;
    label.name = entry.key;
    if (!is_label_name(label.name)) {
        const std::string better = suggested_name(label.name);
        faults.add(entry.place,
                   fmt::format("\"{}\" is not a legal label name{}", label.name,
                               better.empty() ? "" : fmt::format("; \"{}\" would be one", better)));
    }
    if (const ConfigTable* table = std::get_if<ConfigTable>(&entry.value.data)) {
        read_keys<LabelRule>(*table, label_keys, label, faults, [&](const ConfigEntry& unknown) {
            faults.add(unknown.place,
                       fmt::format("unknown key \"{}\" of a label{}", unknown.key,
                                   did_you_mean(unknown.key, names_of<LabelRule>(label_keys))));
        });
        check_origin(entry, *table, faults);
        check_small_letters(label, *table, faults);
    } else if (const std::string* xpath = std::get_if<std::string>(&entry.value.data)) {
        label.value = *xpath;
        if (xpath->empty()) {
            faults.add(entry.value.place,
                       fmt::format("the label \"{}\" is empty: it takes an XPath, "
                                   "or a constant as {{ text = \"...\" }}",
                                   entry.key));
        }
    } else {
        // Of a metric of a group, `false` has taken the label away before.
        const bool* word = std::get_if<bool>(&entry.value.data);
        const bool takes_away = word != nullptr && !*word;
        faults.add(entry.value.place,
                   fmt::format("the label \"{}\" takes an XPath in quotes or a table{}", entry.key,
                               takes_away ? "; false stands in a metric of a group and takes away "
                                            "the group's label"
                                          : ""));
    }
    return label;
}

namespace {

// Labels that promfile adds to the samples of a type.
struct OwnLabel {
    RuleType type;
    std::string_view name;
};
constexpr OwnLabel own_labels[] = {
    {RuleType::histogram, "le"},
    {RuleType::summary, "quantile"},
    {RuleType::stateset, "state"},
};

// The maximum for one series; more labels cost node_exporter seconds at every scrape.
constexpr size_t max_labels = 16;

} // namespace

void check_labels(const Rule& rule, const ConfigEntry& metric, ConfigFaults& faults) {
    const auto& given = std::get<ConfigTable>(metric.value.data);
    const ConfigEntry* labels = find(given, "labels");
    const ConfigTable* table =
        labels != nullptr ? std::get_if<ConfigTable>(&labels->value.data) : nullptr;
    if (table == nullptr) {
        return;
    }
    const auto heir = [&rule](const ConfigEntry& entry) {
        return entry.is_inherited
                   ? fmt::format("; the metric \"{}\" has it from its group", rule.name)
                   : "";
    };
    size_t own = 0;
    for (size_t i = 0; i < table->size(); ++i) { // the label of `name-suffix` comes after these
        const LabelRule& label = rule.labels[i];
        const ConfigEntry& entry = (*table)[i];
        for (const OwnLabel& each : own_labels) {
            if (each.type == rule.type) {
                own = 1;
                if (each.name == label.name) {
                    faults.add(entry.place,
                               fmt::format("a {} writes the label \"{}\" itself{}",
                                           word_of(rule.type), label.name, heir(entry)));
                }
            }
        }
        if (!label.values.empty() && !fills_with_zero(rule)) {
            faults.add(
                entry.value.place,
                fmt::format("\"values\" of the label \"{}\" stand for zeros, which only count, "
                            "sum and distinct have",
                            label.name));
        }
        if (!label.values.empty() && label.text) {
            faults.add(
                entry.value.place,
                fmt::format("the label \"{}\" is a constant and needs no \"values\"", label.name));
        }
        if (rule.on_empty == OnEmpty::zero && label.values.empty() && !label.text) {
            faults.add(
                find(given, "on-empty")->value.place,
                fmt::format("on-empty = \"zero\" needs labels that are all declared, and \"{}\" "
                            "has no \"values\"{}",
                            label.name, heir(*find(given, "on-empty"))));
        }
    }
    const size_t all = rule.labels.size() + own - (has_name_suffix(rule) ? 1 : 0);
    if (all > max_labels) {
        faults.add(labels->place,
                   fmt::format("a series has at most {} labels, and this has {}", max_labels, all));
    }
}

} // namespace promfile
