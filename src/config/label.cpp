#include "config/label.hpp"

#include "config/map.hpp"
#include "metrics/names.hpp"
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
    constexpr bool accepts_empty = true; // rows without that label
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

constexpr ConfigKey<LabelRule> keys[] = {
    {"value", filled_text<&LabelRule::value>},
    {"text", text<&LabelRule::text>},
    {"map", map},
    {"default", text<&LabelRule::fallback>},
    {"lower", lower},
    {"values", values},
    {"path", path},
};

// What the label's text comes from is exactly one of three keys.
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

} // namespace

LabelRule read_label(const ConfigEntry& entry, ConfigFaults& faults) {
    LabelRule label;
    label.name = entry.key;
    if (!is_label_name(label.name)) {
        const std::string better = suggested_name(label.name);
        faults.add(entry.place,
                   fmt::format("\"{}\" is no legal name of a label{}", label.name,
                               better.empty() ? "" : fmt::format("; \"{}\" would be one", better)));
    }
    if (const ConfigTable* table = std::get_if<ConfigTable>(&entry.value.data)) {
        read_keys<LabelRule>(*table, keys, label, faults, [&](const ConfigEntry& unknown) {
            faults.add(unknown.place,
                       fmt::format("unknown key \"{}\" of a label{}", unknown.key,
                                   did_you_mean(unknown.key, names_of<LabelRule>(keys))));
        });
        check_origin(entry, *table, faults);
    } else if (const std::string* xpath = std::get_if<std::string>(&entry.value.data)) {
        label.value = *xpath;
        if (xpath->empty()) {
            faults.add(entry.value.place,
                       fmt::format("the label \"{}\" is empty: it takes an XPath, "
                                   "or a constant as {{ text = \"...\" }}",
                                   entry.key));
        }
    } else {
        faults.add(entry.value.place,
                   fmt::format("the label \"{}\" takes an XPath in quotes or a table", entry.key));
    }
    return label;
}

} // namespace promfile
