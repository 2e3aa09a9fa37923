#include "config/rule.hpp"

#include "config/label.hpp"
#include "config/settings.hpp"
#include "rules/rule_words.hpp"
#include "support/nearest.hpp"

#include <fmt/format.h>

namespace promfile {

namespace {

// The target of the keys of [[metric]]. `map` is read last, since its form depends on `type`, which
// may come after it.
struct RuleTarget {
    Rule rule;
    const ConfigEntry* map = nullptr;
    std::string suffix;
};

template<auto member>
void text(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.rule.*member = read_text(entry, faults).value_or("");
}

template<auto member>
void texts(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.rule.*member = read_texts(entry, faults).value_or(std::vector<std::string>());
}

template<auto member>
void numbers(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.rule.*member = read_numbers(entry, faults).value_or(std::vector<double>());
}

template<auto member>
void policy(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    constexpr std::string_view words[] = {"skip", "error"};
    if (const auto number = number_in(entry.value)) {
        target.rule.*member = *number;
    } else if (const auto word = read_choice(entry, words, faults)) {
        target.rule.*member = *word == 0 ? ValuePolicy(Skip{}) : ValuePolicy(Refuse{});
    }
}

template<auto member>
void conversion_text(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.rule.conversion.*member = read_filled_text(entry, faults).value_or("");
}

void type(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    if (const auto index = read_choice(entry, rule_type_words, faults)) {
        target.rule.type = static_cast<RuleType>(*index);
    }
}

void aggregate(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const auto words = std::span(aggregate_words).subspan<1>();
    if (const auto index = read_choice(entry, words, faults)) {
        target.rule.aggregate = static_cast<Aggregate>(*index + 1);
    }
}

void on_empty(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    if (const auto index = read_choice(entry, on_empty_words, faults)) {
        target.rule.on_empty = static_cast<OnEmpty>(*index);
    }
}

void source(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    std::vector<std::string>& sources = target.rule.sources;
    bool every_store = false;
    for (std::string& each : read_texts(entry, faults).value_or(std::vector<std::string>())) {
        if (each == source_of_sensors) {
            target.rule.sensors = true;
        } else if (each == "store") {
            every_store = true;
        } else {
            sources.push_back(std::move(each));
        }
    }
    if (target.rule.sensors && (every_store || !sources.empty())) {
        faults.add(entry.value.place,
                   "a rule reads the sensors or stores, not both; write two rules");
    }
    if (every_store) {
        sources.clear();
    }
}

void series(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const std::optional<std::int64_t> most = read_whole_number(entry, faults);
    if (most && *most < 1) {
        faults.add(entry.value.place, "\"series\" takes a whole number from 1 on");
    } else if (most) {
        target.rule.max_series = static_cast<std::uint64_t>(*most);
    }
}

void scale(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.rule.conversion.scale = read_number(entry, faults).value_or(1);
}

void map(RuleTarget& target, const ConfigEntry& entry, ConfigFaults&) {
    target.map = &entry;
}

void bucket_value(BucketRule& bucket, const ConfigEntry& entry, ConfigFaults& faults) {
    bucket.value = read_filled_text(entry, faults).value_or("");
}

void bucket_map(BucketRule& bucket, const ConfigEntry& entry, ConfigFaults& faults) {
    read_number_map(entry, bucket.conversion.map, bucket.conversion.map_else, faults);
}

void bucket_unit(BucketRule& bucket, const ConfigEntry& entry, ConfigFaults& faults) {
    bucket.conversion.unit = read_filled_text(entry, faults).value_or("");
}

void bucket_scale(BucketRule& bucket, const ConfigEntry& entry, ConfigFaults& faults) {
    bucket.conversion.scale = read_number(entry, faults).value_or(1);
}

constexpr ConfigKey<BucketRule> bucket_keys[] = {
    {"value", bucket_value},
    {"map", bucket_map},
    {"unit", bucket_unit},
    {"scale", bucket_scale},
};

void bucket(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    BucketRule& out = target.rule.bucket.emplace();
    if (std::holds_alternative<std::string>(entry.value.data)) {
        bucket_value(out, entry, faults);
        return;
    }
    if (const ConfigTable* table = read_table(entry, faults)) {
        read_keys<BucketRule>(*table, bucket_keys, out, faults, [&](const ConfigEntry& unknown) {
            faults.add(
                unknown.place,
                fmt::format("unknown key \"{}\" of \"bucket\", whose keys are value, map, unit "
                            "and scale",
                            unknown.key));
        });
    }
}

void labels(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    if (const ConfigTable* table = read_table(entry, faults)) {
        for (const ConfigEntry& label : *table) {
            target.rule.labels.push_back(read_label(label, faults));
        }
    }
}

void name_suffix(RuleTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.suffix = read_filled_text(entry, faults).value_or("");
}

constexpr ConfigKey<RuleTarget> rule_keys[] = {
    {"name", text<&Rule::name>},
    {"help", text<&Rule::help>},
    {"type", type},
    {"source", source},
    {"rows", text<&Rule::rows>},
    {"where", texts<&Rule::where>},
    {"value", texts<&Rule::value>},
    {"aggregate", aggregate},
    {"labels", labels},
    {"name-suffix", name_suffix},
    {"map", map},
    {"unit", conversion_text<&Conversion::unit>},
    {"scale", scale},
    {"time", conversion_text<&Conversion::time>},
    {"timezone", conversion_text<&Conversion::timezone>},
    {"missing", policy<&Rule::missing>},
    {"invalid", policy<&Rule::invalid>},
    {"states", texts<&Rule::states>},
    {"buckets", numbers<&Rule::buckets>},
    {"bucket", bucket},
    {"quantiles", numbers<&Rule::quantiles>},
    {"on-empty", on_empty},
    {"series", series},
};

void unknown_rule_key(const ConfigEntry& entry, ConfigFaults& faults) {
    const std::string meant = did_you_mean(entry.key, rule_key_names());
    faults.add(
        entry.place,
        is_setting(entry.key)
            ? fmt::format("\"{}\" is not a key of a rule and belongs above the first [[metric]]{}",
                          entry.key, meant)
            : fmt::format("unknown key \"{}\" of a rule{}", entry.key, meant));
}

// Every metric has a HELP text. The default is a description, such as "Sum of @amount, rows
// /store/*."
std::string described(const Rule& rule) {
    const std::string what = rule.value.empty() ? "" : fmt::format(" of {}", rule.value.front());
    const bool plain = rule.aggregate == Aggregate::each;
    const std::string_view word = rule.type == RuleType::info ? "info"
                                  : plain                     ? "value"
                                                              : word_of(rule.aggregate);
    std::string sentence = fmt::format("{}{}, rows {}.", word, what, rule.rows);
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    return sentence;
}

} // namespace

bool is_rule_key(std::string_view key) {
    for (const auto& each : rule_keys) {
        if (each.name == key) {
            return true;
        }
    }
    return false;
}

std::vector<std::string_view> rule_key_names() {
    return names_of<RuleTarget>(rule_keys);
}

Rule read_rule(const ConfigEntry& metric, ConfigFaults& faults) {
    RuleTarget target;
    Rule& rule = target.rule;
    rule.origin.line = metric.value.place.line;
    rule.origin.column = metric.value.place.column;
    read_keys<RuleTarget>(std::get<ConfigTable>(metric.value.data), rule_keys, target, faults,
                          [&](const ConfigEntry& entry) { unknown_rule_key(entry, faults); });
    if (target.map != nullptr && rule.type == RuleType::stateset) {
        read_text_map(*target.map, rule.state_map, rule.state_map_else, false, faults);
    } else if (target.map != nullptr) {
        read_number_map(*target.map, rule.conversion.map, rule.conversion.map_else, faults);
    }
    if (rule.value.empty() && rule.aggregate == Aggregate::each && rule.type != RuleType::info &&
        rule.type != RuleType::stateset) {
        rule.aggregate = Aggregate::count;
    }
    if (!target.suffix.empty()) { // after those of `labels`, which checks compare with the table
        LabelRule suffix;
        suffix.name = suffix_label;
        suffix.value = target.suffix;
        rule.labels.push_back(std::move(suffix));
    }
    if (rule.help.empty()) {
        rule.help = described(rule);
    }
    return rule;
}

} // namespace promfile
