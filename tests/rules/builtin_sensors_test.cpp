#include "rules/builtin_sensors.hpp"

#include "aggregate/families.hpp"
#include "metrics/exposition.hpp"
#include "run/store_run.hpp"
#include "sensors/tree.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace promfile;

namespace {

const Rule* find(const std::vector<Rule>& rules, const std::string& name) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const Rule& rule) { return rule.name == name; });
    return found == rules.end() ? nullptr : &*found;
}

std::string key(const Sample& sample) {
    std::string text;
    for (const Label& each : sample.labels) {
        text += each.value + '\n';
    }
    return text;
}

} // namespace

TEST_CASE("every built-in sensor metric is a rule over the sensors' document") {
    const auto rules = builtin_sensor_rules();
    struct {
        const char* name;
        const char* rows;
        const char* value;
        RuleType type;
        const char* help;
    } const cases[] = {
        {"sensor_temperature_celsius", "/sensors/temperature", "@value", RuleType::gauge,
         "Measured temperature, in degrees Celsius."},
        {"sensor_temperature_max_celsius", "/sensors/temperature", "@max", RuleType::gauge,
         "Upper limit of the temperature, in degrees Celsius."},
        {"sensor_temperature_critical_celsius", "/sensors/temperature", "@critical",
         RuleType::gauge, "Critical upper limit of the temperature, in degrees Celsius."},
        {"sensor_temperature_critical_hysteresis_celsius", "/sensors/temperature",
         "@critical_hysteresis", RuleType::gauge,
         "Where an alarm ends: critical upper limit of the temperature, in degrees Celsius."},
        {"sensor_fan_speed_rpm", "/sensors/fan", "@value", RuleType::gauge,
         "Measured fan speed, in revolutions per minute."},
        {"sensor_fan_speed_min_rpm", "/sensors/fan", "@min", RuleType::gauge,
         "Lower limit of the fan speed, in revolutions per minute."},
        {"sensor_voltage_volts", "/sensors/voltage", "@value", RuleType::gauge,
         "Measured voltage, in volts."},
        {"sensor_current_amperes", "/sensors/current", "@value", RuleType::gauge,
         "Measured current, in amperes."},
        {"sensor_power_watts", "/sensors/power", "@value", RuleType::gauge,
         "Measured power, in watts."},
        {"sensor_energy_joules_total", "/sensors/energy", "@value", RuleType::counter,
         "Measured energy, in joules."},
        {"sensor_humidity_ratio", "/sensors/humidity", "@value", RuleType::gauge,
         "Measured relative humidity, from 0 to 1."},
        {"sensor_frequency_hertz", "/sensors/frequency", "@value", RuleType::gauge,
         "Measured frequency, in hertz."},
        {"sensor_pwm_ratio", "/sensors/pwm", "@value", RuleType::gauge,
         "Measured pulse width, from 0 to 1."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        const Rule* rule = find(rules, c.name);
        REQUIRE(rule != nullptr);
        CHECK(rule->rows == c.rows);
        CHECK(rule->value == std::vector<std::string>{c.value});
        CHECK(rule->where == std::vector<std::string>{c.value});
        CHECK(rule->type == c.type);
        CHECK(rule->help == c.help);
        CHECK(rule->sensors);
        REQUIRE(rule->labels.size() == 3);
        CHECK(rule->labels[2].value == "@sensor");
    }
    CHECK(find(rules, "sensor_energy_joules_total")->aggregate == Aggregate::last);
    CHECK(find(rules, "sensor_fan_speed_passive_rpm") == nullptr);
    CHECK(find(rules, "sensor_energy_max_joules_total") == nullptr);
}

TEST_CASE("alarms are one family with a label for their kind") {
    std::set<std::string> kinds;
    for (const Rule& rule : builtin_sensor_rules()) {
        if (rule.name == "sensor_alarm") {
            CHECK(rule.rows == "/sensors/*");
            CHECK(rule.labels.at(3).value == "name()");
            kinds.insert(rule.labels.at(4).text.value_or(""));
        }
    }
    CHECK(kinds == std::set<std::string>{"channel", "min", "max", "critical", "lower_critical",
                                         "emergency", "cap"});
}

TEST_CASE("no two rules pick the same series") {
    std::set<std::string> seen;
    for (const Rule& rule : builtin_sensor_rules()) {
        CHECK(seen.insert(rule.name + rule.value.at(0)).second);
    }
}

TEST_CASE("the built-in rules make a document's metrics") {
    RuleSet rules(builtin_sensor_rules(), "/usr/share/zoneinfo");
    const std::string path =
        std::string(PROMFILE_SOURCE_DIR) + "/tests/fixtures/sensors/server.xml";
    const StoreRun run = run_store({.path = path}, 0, rules, {}, {}, {}, [](auto...) {});
    REQUIRE_FALSE(run.failure.has_value());
    CHECK(run.warnings.empty());
    CHECK(run.report.rows.skipped == RowCounts().skipped);
    std::vector<MetricFamily> families;
    for (size_t i = 0; i < run.tables.size(); ++i) {
        Warnings warnings;
        MetricFamily family =
            rule_family(rules.rules()[i].rule, run.tables[i], {path}, 10'000, warnings);
        CHECK(warnings.empty());
        if (!families.empty() && families.back().name == family.name) {
            auto& samples = families.back().samples;
            samples.insert(samples.end(), family.samples.begin(), family.samples.end());
        } else if (!family.samples.empty()) {
            families.push_back(std::move(family));
        }
    }
    for (MetricFamily& family : families) {
        std::sort(family.samples.begin(), family.samples.end(),
                  [](const Sample& a, const Sample& b) { return key(a) < key(b); });
    }
    CHECK(is_golden(expose(families, ""), "server.prom"));
}
