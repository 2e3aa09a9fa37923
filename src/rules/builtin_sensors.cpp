#include "rules/builtin_sensors.hpp"

#include "sensors/sensor_types.hpp"

#include <fmt/format.h>
#include <iterator>

namespace promfile {

namespace {

LabelRule label(std::string name, std::string xpath) {
    LabelRule rule;
    rule.name = std::move(name);
    rule.value = std::move(xpath);
    return rule;
}

Rule rule_of(std::string name, std::string help, std::string_view rows,
             std::string_view attribute) {
    Rule rule;
    rule.name = std::move(name);
    rule.help = std::move(help);
    rule.sensors = true;
    rule.rows = fmt::format("/sensors/{}", rows);
    rule.value = {fmt::format("@{}", attribute)};
    rule.where = rule.value;
    rule.labels = {label("chip", "@chip"), label("feature", "@feature"),
                   label("sensor", "@sensor")};
    return rule;
}

bool has_metric(const SensorType& type, const SensorAttribute& attribute) {
    const std::string padded = fmt::format(" {} ", attribute.metrics);
    return attribute.metrics.empty() ||
           padded.find(fmt::format(" {} ", type.prefix)) != std::string::npos;
}

Rule quantity_rule(const SensorType& type, const SensorAttribute& attribute) {
    const bool value = attribute.name == "value";
    const bool counter = type.element == "energy";
    Rule rule = rule_of(fmt::format("{}_{}{}{}", type.metric,
                                    value ? "" : fmt::format("{}_", attribute.name), type.unit,
                                    counter ? "_total" : ""),
                        fmt::format("{} {}, {}.", attribute.words, type.noun, type.measure),
                        type.element, attribute.name);
    if (counter) {
        rule.type = RuleType::counter;
        rule.aggregate = Aggregate::last;
    }
    return rule;
}

Rule flag_rule(const SensorAttribute& attribute) {
    struct Metric {
        std::string_view name, help;
    };
    const Metric metric =
        attribute.kind == AttributeKind::alarm
            ? Metric{"sensor_alarm", "Whether the chip raises the alarm (1) or not (0); channel is "
                                     "the alarm of the sensor as a whole."}
        : attribute.kind == AttributeKind::fault
            ? Metric{"sensor_fault", "Whether the sensor is at fault (1), and so without a value."}
            : Metric{"sensor_enable", "Whether the sensor is on (1) or off (0); of a pwm 0 is full "
                                      "speed, 1 by hand, 2 and above automatic."};
    Rule rule = rule_of(std::string(metric.name), std::string(metric.help), "*", attribute.name);
    rule.labels.push_back(label("type", "name()"));
    if (attribute.kind == AttributeKind::alarm) {
        rule.labels.push_back(label("alarm", ""));
        rule.labels.back().text = std::string(attribute.words);
    }
    return rule;
}

} // namespace

std::vector<Rule> builtin_sensor_rules() {
    std::vector<Rule> rules;
    for (const SensorType& type : sensor_types) {
        std::string_view last; // suffixes of one name are neighbours in the table
        for (const SensorAttribute& attribute : sensor_attributes) {
            // A trip point with the name of a limit shares the rule of the limit.
            const bool known =
                attribute.name == last || find_attribute(attribute.name) != &attribute;
            if (is_quantity(attribute.kind) && !known && !type.metric.empty() &&
                has_metric(type, attribute)) {
                rules.push_back(quantity_rule(type, attribute));
            }
            last = attribute.name;
        }
    }
    for (const SensorAttribute& attribute : sensor_attributes) {
        if (!is_quantity(attribute.kind)) {
            rules.push_back(flag_rule(attribute));
        }
    }
    return rules;
}

} // namespace promfile
