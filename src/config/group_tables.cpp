#include "config/group_tables.hpp"

#include "config/rule.hpp"
#include "config/rule_check.hpp"
#include "config/settings.hpp"
#include "rules/rule_groups.hpp"
#include "rules/rule_words.hpp"
#include "support/nearest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

const std::string* text_of(const ConfigTable& table, std::string_view key) {
    const ConfigEntry* entry = find(table, key);
    return entry != nullptr ? std::get_if<std::string>(&entry->value.data) : nullptr;
}

// The keys of a group's metric that decide which defaults of the group apply to it.
struct GroupMetric {
    RuleType type = RuleType::gauge;
    bool has_value = false;
    bool has_time = false;
    bool counts_texts = false;
    bool fills_with_zero = false; // label values that no row has are published as 0
    bool loses_values = false;    // the group's labels have declared values, in vain here

    GroupMetric(const ConfigTable& group, const ConfigTable& metric)
        : has_value(find(metric, "value") != nullptr), has_time(find(metric, "time") != nullptr) {
        const auto either = [&](std::string_view key) {
            const bool own = find(metric, key) != nullptr;
            return text_of(own ? metric : group, key);
        };
        const std::string* word = either("type");
        const auto known = word == nullptr ? std::end(rule_type_words)
                                           : std::find(std::begin(rule_type_words),
                                                       std::end(rule_type_words), *word);
        if (known != std::end(rule_type_words)) {
            type = static_cast<RuleType>(known - std::begin(rule_type_words));
        }
        const std::string* aggregate = either("aggregate");
        fills_with_zero =
            is_number() &&
            (!has_value || (aggregate != nullptr && (*aggregate == "count" || *aggregate == "sum" ||
                                                     *aggregate == "distinct")));
        counts_texts = has_value && aggregate != nullptr && *aggregate == "distinct";
        const ConfigEntry* labels = find(group, "labels");
        const auto* list =
            labels != nullptr ? std::get_if<ConfigTable>(&labels->value.data) : nullptr;
        loses_values = !fills_with_zero && list != nullptr &&
                       std::any_of(list->begin(), list->end(), [](const ConfigEntry& label) {
                           const auto* keys = std::get_if<ConfigTable>(&label.value.data);
                           return keys != nullptr && find(*keys, "values") != nullptr;
                       });
    }

    bool is_number() const { return type == RuleType::gauge || type == RuleType::counter; }
    bool is_one() const { return type == RuleType::info || type == RuleType::stateset; }
};

bool aggregate_applies(const GroupMetric& metric, const ConfigValue&) {
    return metric.is_number() && metric.has_value;
}

bool policy_applies(const GroupMetric& metric, const ConfigValue& value) {
    return metric.has_value && metric.type != RuleType::info &&
           ((metric.type != RuleType::stateset && !metric.counts_texts) || !number_in(value));
}

bool timezone_applies(const GroupMetric& metric, const ConfigValue&) {
    return metric.has_time;
}

bool on_empty_applies(const GroupMetric& metric, const ConfigValue& value) {
    const std::string* word = std::get_if<std::string>(&value.data);
    const bool zero = word != nullptr && *word == word_of(OnEmpty::zero);
    return !zero || (!metric.is_one() && !metric.loses_values);
}

// Keys of a group that only some metrics can have.
struct ConditionalKey {
    std::string_view name;
    bool (*applies)(const GroupMetric& metric, const ConfigValue& value);
};
constexpr ConditionalKey conditional_keys[] = {
    {"aggregate", aggregate_applies}, {"missing", policy_applies},    {"invalid", policy_applies},
    {"timezone", timezone_applies},   {"on-empty", on_empty_applies},
};

bool applies(std::string_view key, const GroupMetric& metric, const ConfigValue& value) {
    const auto found = std::find_if(std::begin(conditional_keys), std::end(conditional_keys),
                                    [&](const ConditionalKey& each) { return each.name == key; });
    return found == std::end(conditional_keys) || found->applies(metric, value);
}

bool is_group_key(std::string_view key) {
    return std::find(std::begin(group_keys), std::end(group_keys), key) != std::end(group_keys);
}

void unknown_key_of_group(const ConfigEntry& entry, ConfigFaults& faults) {
    if (is_rule_key(entry.key)) {
        faults.add(entry.place, fmt::format("\"{}\" is a key of a metric and belongs below a line "
                                            "[[group.metric]]",
                                            entry.key));
    } else if (is_setting(entry.key)) {
        faults.add(
            entry.place,
            fmt::format("\"{}\" is not a key of a group and belongs above the first [[group]]",
                        entry.key));
    } else {
        std::vector<std::string_view> names = {"metric"};
        names.insert(names.end(), std::begin(group_keys), std::end(group_keys));
        faults.add(entry.place, fmt::format("unknown key \"{}\" of a group{}", entry.key,
                                            did_you_mean(entry.key, names)));
    }
}

// The conditions of `where`; empty if its value is wrong, which is reported elsewhere.
std::vector<ConfigValue> conditions_of(const ConfigEntry& where) {
    const auto* array = std::get_if<ConfigArray>(&where.value.data);
    const ConfigArray conditions = array != nullptr ? *array : ConfigArray{where.value};
    const bool sound = std::all_of(conditions.begin(), conditions.end(), [](const auto& condition) {
        const auto* text = std::get_if<std::string>(&condition.data);
        return text != nullptr && !text->empty();
    });
    return sound ? conditions : ConfigArray();
}

// The conditions of both `where` must hold. The conditions of the group come first, so that the
// metrics share their results.
void merge_where(const ConfigEntry& of_group, ConfigTable& metric) {
    const auto own = std::find_if(metric.begin(), metric.end(),
                                  [](const ConfigEntry& entry) { return entry.key == "where"; });
    if (own == metric.end()) {
        metric.push_back(of_group);
        return;
    }
    const ConfigArray inherited = conditions_of(of_group);
    const ConfigArray conditions = conditions_of(*own);
    if (inherited.empty() || conditions.empty()) {
        return;
    }
    ConfigArray all = inherited;
    for (const ConfigValue& condition : conditions) {
        const auto is_same = [&](const ConfigValue& other) {
            return std::get<std::string>(other.data) == std::get<std::string>(condition.data);
        };
        if (std::none_of(inherited.begin(), inherited.end(), is_same)) {
            all.push_back(condition);
        }
    }
    own->value.data = std::move(all);
}

// Declared values of a label are useful only to a metric that publishes missing ones as 0.
void drop_useless_values(ConfigEntry& label, const GroupMetric& metric) {
    auto* keys = std::get_if<ConfigTable>(&label.value.data);
    if (keys != nullptr && !metric.fills_with_zero) {
        std::erase_if(*keys, [](const ConfigEntry& entry) { return entry.key == "values"; });
    }
}

bool takes_away(const ConfigEntry& label) {
    const bool* word = std::get_if<bool>(&label.value.data);
    return word != nullptr && !*word;
}

// The labels of the group in their order, each replaced by the metric's label of the same name if
// there is one, and then the metric's other labels.
ConfigTable merged_labels(const ConfigTable& inherited, ConfigTable own,
                          const GroupMetric& metric) {
    ConfigTable merged;
    for (const ConfigEntry& label : inherited) {
        const auto other = std::find_if(own.begin(), own.end(), [&](const ConfigEntry& entry) {
            return entry.key == label.key;
        });
        if (other == own.end()) {
            merged.push_back(label);
            merged.back().is_inherited = true;
            drop_useless_values(merged.back(), metric);
            continue;
        }
        if (!takes_away(*other)) {
            merged.push_back(std::move(*other));
        }
        own.erase(other);
    }
    std::move(own.begin(), own.end(), std::back_inserter(merged));
    return merged;
}

void merge_labels(const ConfigEntry* of_group, ConfigTable& metric, const GroupMetric& kind,
                  ConfigFaults& faults) {
    const ConfigTable none;
    const auto* inherited =
        of_group != nullptr ? std::get_if<ConfigTable>(&of_group->value.data) : &none;
    const auto found = std::find_if(metric.begin(), metric.end(),
                                    [](const ConfigEntry& entry) { return entry.key == "labels"; });
    if (inherited == nullptr) {
        return; // a fault of the group
    }
    if (found == metric.end()) {
        if (of_group != nullptr) {
            metric.push_back(*of_group);
            metric.back().is_inherited = true;
            metric.back().value.data = merged_labels(*inherited, {}, kind);
        }
        return;
    }
    auto* own = std::get_if<ConfigTable>(&found->value.data);
    if (own == nullptr) {
        return; // a fault of the metric
    }
    std::vector<std::string_view> names;
    for (const ConfigEntry& label : *inherited) {
        names.push_back(label.key);
    }
    std::erase_if(*own, [&](const ConfigEntry& label) {
        const bool stray = takes_away(label) && find(*inherited, label.key) == nullptr;
        if (stray) {
            faults.add(label.place, fmt::format("the group has no label \"{}\" to take away{}",
                                                label.key, did_you_mean(label.key, names)));
        }
        return stray;
    });
    found->value.data = merged_labels(*inherited, std::move(*own), kind);
}

// A metric of the group as it would be written without the group.
ConfigEntry with_defaults(const ConfigTable& group, ConfigEntry metric, ConfigFaults& faults) {
    auto& table = std::get<ConfigTable>(metric.value.data);
    const GroupMetric kind(group, table);
    for (const std::string_view key : group_keys) {
        const ConfigEntry* entry = find(group, key);
        if (entry == nullptr || key == "labels" || !applies(key, kind, entry->value)) {
            continue;
        }
        if (key == "where") {
            merge_where(*entry, table);
        } else if (find(table, key) == nullptr) {
            table.push_back(*entry);
            table.back().is_inherited = true;
        }
    }
    merge_labels(find(group, "labels"), table, kind, faults);
    return metric;
}

// The tables of an array that is written as [[name]].
std::vector<ConfigEntry> tables_of(const ConfigEntry* entry, std::string_view fault,
                                   ConfigFaults& faults) {
    std::vector<ConfigEntry> tables;
    if (entry == nullptr) {
        return tables;
    }
    const auto* array = std::get_if<ConfigArray>(&entry->value.data);
    if (array == nullptr) {
        faults.add(entry->place, fmt::format("{}, with two brackets", fault));
        return tables;
    }
    for (const ConfigValue& item : *array) {
        if (std::holds_alternative<ConfigTable>(item.data)) {
            tables.push_back({entry->key, entry->place, item});
        } else {
            faults.add(item.place, std::string(fault));
        }
    }
    return tables;
}

void add_group(const ConfigEntry& group, const ConfigContext& context,
               std::vector<ConfigEntry>& metrics, ConfigFaults& faults) {
    const auto& table = std::get<ConfigTable>(group.value.data);
    ConfigEntry defaults{group.key, group.place, group.value};
    auto& keys = std::get<ConfigTable>(defaults.value.data);
    std::erase_if(keys, [](const ConfigEntry& entry) { return !is_group_key(entry.key); });
    for (const ConfigEntry& entry : table) {
        if (entry.key != "metric" && !is_group_key(entry.key)) {
            unknown_key_of_group(entry, faults);
        }
    }
    check_defaults(defaults, context, faults);
    const ConfigEntry* entry = find(table, "metric");
    if (entry == nullptr) {
        faults.add(group.value.place, "the group has no metric: each is a table [[group.metric]]");
    }
    for (ConfigEntry& metric :
         tables_of(entry, "each metric of a group is a table [[group.metric]]", faults)) {
        metric.place = group.value.place;
        metrics.push_back(with_defaults(keys, std::move(metric), faults));
        metrics.back().key = group.key;
    }
}

} // namespace

std::vector<ConfigEntry> rule_tables(const ConfigTable& document, const ConfigContext& context,
                                     ConfigFaults& faults) {
    std::vector<ConfigEntry> metrics =
        tables_of(find(document, "metric"), "each rule is a table [[metric]]", faults);
    for (const ConfigEntry& group :
         tables_of(find(document, "group"), "each group is a table [[group]]", faults)) {
        add_group(group, context, metrics, faults);
    }
    std::stable_sort(metrics.begin(), metrics.end(),
                     [](const auto& a, const auto& b) { return a.value.place < b.value.place; });
    return metrics;
}

} // namespace promfile
