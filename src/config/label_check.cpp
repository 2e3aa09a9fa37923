#include "config/label_check.hpp"

#include "rules/rule_words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// Names that a type writes itself.
struct OwnLabel {
    RuleType type;
    std::string_view name;
};
constexpr OwnLabel own_labels[] = {
    {RuleType::histogram, "le"},
    {RuleType::summary, "quantile"},
    {RuleType::stateset, "state"},
};

// As many as a series may have; more cost node_exporter seconds at every scrape.
constexpr size_t max_labels = 16;

bool fills_with_zero(const Rule& rule) {
    const bool observed = rule.type == RuleType::histogram || rule.type == RuleType::summary;
    return !observed && (rule.aggregate == Aggregate::count || rule.aggregate == Aggregate::sum ||
                         rule.aggregate == Aggregate::distinct);
}

} // namespace

void check_labels(const Rule& rule, const ConfigEntry& metric, ConfigFaults& faults) {
    const auto& keys = std::get<ConfigTable>(metric.value.data);
    const ConfigEntry* labels = find(keys, "labels");
    const ConfigTable* table =
        labels != nullptr ? std::get_if<ConfigTable>(&labels->value.data) : nullptr;
    if (table == nullptr) {
        return;
    }
    size_t own = 0;
    for (size_t i = 0; i < rule.labels.size(); ++i) {
        const LabelRule& label = rule.labels[i];
        const ConfigEntry& entry = (*table)[i];
        for (const OwnLabel& each : own_labels) {
            if (each.type == rule.type) {
                own = 1;
                if (each.name == label.name) {
                    faults.add(entry.place, fmt::format("a {} writes the label \"{}\" itself",
                                                        word_of(rule.type), label.name));
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
                find(keys, "on-empty")->value.place,
                fmt::format("on-empty = \"zero\" needs labels that are all declared, and \"{}\" "
                            "has no \"values\"",
                            label.name));
        }
    }
    if (rule.labels.size() + own > max_labels) {
        faults.add(labels->place, fmt::format("a series has at most {} labels, and this has {}",
                                              max_labels, rule.labels.size() + own));
    }
}

} // namespace promfile
