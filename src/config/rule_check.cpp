#include "config/rule_check.hpp"

#include "config/label.hpp"
#include "config/rule.hpp"
#include "metrics/names.hpp"
#include "rules/rule_words.hpp"
#include "support/error.hpp"
#include "values/conversion.hpp"
#include "xml/row_path.hpp"
#include "xpath/expression.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace promfile {

namespace {

bool one_of(Aggregate aggregate, std::initializer_list<Aggregate> list) {
    return std::find(list.begin(), list.end(), aggregate) != list.end();
}

// One rule, the table it was read from, and the faults found in it.
struct RuleCheck {
    const Rule& rule;
    const ConfigEntry& metric;
    const ConfigTable& table;
    const ConfigContext& context;
    ConfigFaults& faults;

    bool has(std::string_view key) const { return find(table, key) != nullptr; }

    // The place of the key, of its value, or of the rule if the key is absent.
    ConfigPlace key_place(std::string_view key) const {
        const ConfigEntry* entry = find(table, key);
        return entry != nullptr ? entry->place : metric.value.place;
    }
    ConfigPlace value_place(std::string_view key) const {
        const ConfigEntry* entry = find(table, key);
        return entry != nullptr ? entry->value.place : metric.value.place;
    }

    // Names the metric in the sentence of a fault in a key of its group.
    std::string heir(const ConfigEntry* entry) const {
        return entry != nullptr && entry->is_inherited
                   ? fmt::format("; the metric \"{}\" has it from its group", rule.name)
                   : "";
    }

    template<class... T>
    void at_key(std::string_view key, fmt::format_string<T...> text, T&&... arguments) {
        faults.add(key_place(key),
                   fmt::format(text, std::forward<T>(arguments)...) + heir(find(table, key)));
    }
    template<class... T>
    void at_value(std::string_view key, fmt::format_string<T...> text, T&&... arguments) {
        faults.add(value_place(key),
                   fmt::format(text, std::forward<T>(arguments)...) + heir(find(table, key)));
    }

    // Adds a fault for each of the keys that the rule has: for this reason it has no meaning.
    void refuse(std::initializer_list<std::string_view> keys, std::string_view reason) {
        for (const std::string_view key : keys) {
            if (has(key)) {
                at_key(key, "\"{}\" has no meaning {}", key, reason);
            }
        }
    }

    // Calls a function that compiles a key's value, and turns an Error into a fault at the value.
    template<class Compile>
    void compile(std::string_view key, const Compile& what) {
        try {
            what();
        } catch (const Error& error) {
            faults.add(value_place(key), error.what());
        }
    }

    void expression(const ConfigValue& value) const {
        const std::string* text = std::get_if<std::string>(&value.data);
        if (text == nullptr || text->empty()) {
            return; // said already
        }
        try {
            check_xpath(*text);
        } catch (const ExpressionError& error) {
            faults.add(value, error.offset(), error.what());
        }
    }

    void name();
    void help();
    void expressions();
    void value_and_aggregate();
    void type();
    void timezone();
    void conversion();
    void buckets();
    void quantiles();
    void states();
};

void RuleCheck::name() {
    if (!has("name")) {
        faults.add(metric.value.place, "the rule has no \"name\"");
        return;
    }
    if (!std::holds_alternative<std::string>(find(table, "name")->value.data)) {
        return; // said already
    }
    if (!is_metric_name(rule.name)) {
        const std::string better = suggested_name(rule.name);
        at_value("name", "\"{}\" is not a legal metric name{}", rule.name,
                 better.empty() ? "" : fmt::format("; \"{}\" would be one", better));
    } else if (const auto prefix =
                   reserved_metric_prefix(has("name-suffix") ? rule.name + "_" : rule.name);
               !prefix.empty()) {
        at_value("name",
                 "the name \"{}\" is reserved: {} belongs to node_exporter, Prometheus or promfile "
                 "itself",
                 rule.name, prefix);
    }
}

void RuleCheck::help() {
    if (const std::string_view fault = help_fault(rule.help); !fault.empty()) {
        at_value("help", "\"help\" is a text {}, which no other file could repeat", fault);
    }
}

void RuleCheck::expressions() {
    compile("rows", [&] { RowPath{rule.rows}; });
    for (const std::string_view key : {"where", "value", "bucket", "name-suffix"}) {
        const ConfigEntry* entry = find(table, key);
        if (entry == nullptr) {
            continue;
        }
        expression(entry->value);
        if (const auto* array = std::get_if<ConfigArray>(&entry->value.data)) {
            for (const ConfigValue& item : *array) {
                expression(item);
            }
        } else if (const auto* bucket = std::get_if<ConfigTable>(&entry->value.data)) {
            if (const ConfigEntry* value = find(*bucket, "value")) {
                expression(value->value);
            } else {
                faults.add(entry->value.place, "\"bucket\" needs a value, the XPath of the bound");
            }
        }
    }
    if (const ConfigEntry* labels = find(table, "labels")) {
        if (const auto* list = std::get_if<ConfigTable>(&labels->value.data)) {
            for (const ConfigEntry& label : *list) {
                expression(label.value);
                if (const auto* keys = std::get_if<ConfigTable>(&label.value.data)) {
                    const ConfigEntry* value = find(*keys, "value");
                    if (value != nullptr) {
                        expression(value->value);
                    }
                }
            }
        }
    }
}

void RuleCheck::value_and_aggregate() {
    using enum Aggregate;
    if (!has("value")) {
        if (has("aggregate") && rule.aggregate != count) {
            at_key("aggregate", "{} needs a \"value\"", word_of(rule.aggregate));
        }
        refuse({"map", "unit", "scale", "time", "missing", "invalid"}, "without \"value\"");
    }
    if (rule.aggregate == distinct) {
        refuse({"map", "unit", "scale", "time"}, "with distinct, which counts texts");
        for (const std::string_view key : {"missing", "invalid"}) {
            if (std::holds_alternative<double>(key == "missing" ? rule.missing : rule.invalid)) {
                at_value(key, "distinct counts texts: \"{}\" is \"skip\" or \"error\" here", key);
            }
        }
    }
    if (rule.type == RuleType::counter && has("aggregate") &&
        !one_of(rule.aggregate, {count, sum, first, last})) {
        at_value("aggregate",
                 "a counter goes with count, sum, first and last, and {} can fall; make it a gauge",
                 word_of(rule.aggregate));
    }
}

void RuleCheck::type() {
    const bool observes = rule.type == RuleType::histogram || rule.type == RuleType::summary;
    const bool one = rule.type == RuleType::info || rule.type == RuleType::stateset;
    const std::string with_type = fmt::format("with type {}", word_of(rule.type));
    if (observes || one) {
        refuse({"aggregate"}, with_type);
    }
    if (rule.type == RuleType::info) {
        refuse({"value", "map", "unit", "scale", "time", "missing", "invalid"},
               "with type info, whose value is always 1");
    } else if ((observes || one) && !has("value")) {
        faults.add(metric.value.place, fmt::format("a {} needs a \"value\"", word_of(rule.type)));
    }
    if (rule.type == RuleType::stateset) {
        refuse({"unit", "scale", "time"}, with_type);
        for (const std::string_view key : {"missing", "invalid"}) {
            const ValuePolicy& policy = key == "missing" ? rule.missing : rule.invalid;
            if (std::holds_alternative<double>(policy)) {
                at_value(key, "a state is not a number: \"{}\" is \"skip\" or \"error\" here", key);
            }
        }
    }
    if (rule.type != RuleType::histogram) {
        refuse({"buckets", "bucket"}, "without type = \"histogram\"");
    }
    if (rule.type != RuleType::summary) {
        refuse({"quantiles"}, "without type = \"summary\"");
    }
    if (rule.type != RuleType::stateset) {
        refuse({"states"}, "without type = \"stateset\"");
    }
    if (has("name-suffix") && rule.on_empty == OnEmpty::zero) {
        at_value("on-empty", "on-empty = \"zero\" has no meaning with name-suffix: without rows "
                             "there is no name");
    }
    if (one && rule.on_empty == OnEmpty::zero) {
        at_value("on-empty", "on-empty = \"zero\" has no meaning {}", with_type);
    }
}

void RuleCheck::timezone() {
    if (!rule.conversion.timezone.empty()) {
        compile("timezone", [&] { TimeZone::load(rule.conversion.timezone, context.zoneinfo); });
    }
}

void RuleCheck::conversion() {
    const Conversion& c = rule.conversion;
    if (!c.time.empty() && has("unit")) {
        at_key("unit", "\"unit\" has no meaning beside \"time\", which gives seconds");
    }
    if (has("timezone") && !has("time")) {
        at_key("timezone", "\"timezone\" has no meaning without \"time\"");
    }
    if (!std::isfinite(c.scale) || c.scale == 0) {
        at_value("scale", "\"scale\" is a number other than 0");
    }
    if (!c.unit.empty()) {
        compile("unit", [&] { check_unit(c.unit); });
    }
    if (!c.time.empty()) {
        compile("time", [&] { TimeFormat{c.time}; });
    }
    timezone();
    if (rule.bucket && !rule.bucket->conversion.unit.empty()) {
        compile("bucket", [&] { check_unit(rule.bucket->conversion.unit); });
    }
    if (rule.bucket &&
        (!std::isfinite(rule.bucket->conversion.scale) || rule.bucket->conversion.scale == 0)) {
        at_value("bucket", "\"scale\" is a number other than 0");
    }
}

void RuleCheck::buckets() {
    if (rule.type != RuleType::histogram) {
        return;
    }
    if (has("buckets") && has("bucket")) {
        at_key("bucket", "a histogram has \"buckets\" or \"bucket\", not both");
        return;
    }
    const ConfigEntry* bounds = find(table, "buckets");
    const auto* array = bounds != nullptr ? std::get_if<ConfigArray>(&bounds->value.data) : nullptr;
    if (!has("bucket") && (bounds == nullptr || (array != nullptr && array->empty()))) {
        faults.add(value_place("buckets"),
                   "a histogram needs \"buckets\", the upper bounds, such as [0.1, 1, 10]");
    }
    for (size_t i = 0; i < rule.buckets.size(); ++i) {
        if (std::isnan(rule.buckets[i]) || (i > 0 && !(rule.buckets[i] > rule.buckets[i - 1]))) {
            at_value("buckets", "the bounds in \"buckets\" do not rise");
            return;
        }
    }
}

void RuleCheck::quantiles() {
    std::vector<double> sorted = rule.quantiles;
    std::sort(sorted.begin(), sorted.end());
    if (std::any_of(sorted.begin(), sorted.end(), [](double q) { return !(q >= 0 && q <= 1); })) {
        at_value("quantiles", "a quantile is from 0 to 1: the median is 0.5");
    } else if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        at_value("quantiles", "\"quantiles\" holds one of them twice");
    }
}

void RuleCheck::states() {
    if (rule.type != RuleType::stateset) {
        return;
    }
    if (!has("states")) {
        faults.add(metric.value.place,
                   "a stateset needs \"states\", all of them, such as [\"up\", \"down\"]");
        return;
    }
    std::vector<std::string> sorted = rule.states;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
        at_value("states", "\"states\" holds \"{}\" twice", *twice);
    }
    std::vector<std::pair<std::string, TextTarget>> targets = rule.state_map;
    if (rule.state_map_else) {
        targets.emplace_back("else", *rule.state_map_else);
    }
    for (const auto& [text, target] : targets) {
        const std::string* state = std::get_if<std::string>(&target);
        if (state != nullptr && !std::binary_search(sorted.begin(), sorted.end(), *state)) {
            at_value("map", "\"{}\" is mapped to \"{}\", which is none of the states", text,
                     *state);
        }
    }
}

} // namespace

void check_defaults(const ConfigEntry& group, const ConfigContext& context, ConfigFaults& faults) {
    const Rule rule = read_rule(group, faults);
    RuleCheck check{rule, group, std::get<ConfigTable>(group.value.data), context, faults};
    check.expressions();
    check.timezone();
}

void check_rule(const Rule& rule, const ConfigEntry& metric, const ConfigContext& context,
                ConfigFaults& faults) {
    RuleCheck check{rule, metric, std::get<ConfigTable>(metric.value.data), context, faults};
    check.name();
    check.help();
    check.expressions();
    check.type();
    // For an info or a stateset these keys have been refused already.
    if (rule.type != RuleType::info && rule.type != RuleType::stateset) {
        check.value_and_aggregate();
    }
    check.conversion();
    check.buckets();
    check.quantiles();
    check.states();
    check_labels(rule, metric, faults);
}

} // namespace promfile
