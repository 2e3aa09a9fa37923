#include "run/sensors.hpp"

#include "aggregate/rule_set.hpp"
#include "aggregate/store_evaluation.hpp"
#include "rules/builtin_sensors.hpp"
#include "sensors/sensors.hpp"
#include "xml/row_reader.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <string_view>

namespace promfile {

namespace {

std::vector<Rule> sensor_rules(const Settings& settings) {
    std::vector<Rule> rules;
    std::copy_if(settings.rules.begin(), settings.rules.end(), std::back_inserter(rules),
                 [](const Rule& rule) { return rule.sensors; });
    if (settings.builtin_sensors) {
        for (Rule& rule : builtin_sensor_rules()) {
            rules.push_back(std::move(rule));
        }
    }
    return rules;
}

SensorReading read(const Settings& settings, Log& log) {
    SensorReading reading = read_sensors(settings.sensors);
    log.warn(reading.warnings);
    if (settings.mode == Mode::debug || settings.mode == Mode::dump_sensors || settings.verbose) {
        for (const std::string& note : reading.notes) {
            log.info(note);
        }
    }
    return reading;
}

std::vector<std::string> summary_of(const SensorReading& reading) {
    std::vector<std::string> errors;
    for (const auto& [reason, count] : reading.errors) {
        if (count > 0) {
            errors.push_back(fmt::format("{} {}", reason, count));
        }
    }
    return {"sensors",
            fmt::format("  read      {} feature{}", reading.rows, reading.rows == 1 ? "" : "s"),
            fmt::format("  skipped   {}",
                        errors.empty() ? "none" : fmt::format("{}", fmt::join(errors, ", ")))};
}

// A text as a source of bytes.
ReadBytes reader_of(std::string_view text) {
    return [text](char* data, size_t size) mutable {
        const size_t copied = text.copy(data, size);
        text.remove_prefix(copied);
        return copied;
    };
}

} // namespace

SensorStage read_sensor_stage(const Settings& settings, Log& log) {
    SensorStage stage;
    RuleSet rules(sensor_rules(settings), settings.zoneinfo);
    if (rules.rules().empty()) {
        return stage;
    }
    const SensorReading reading = read(settings, log);
    stage.errors = reading.errors;
    stage.found = reading.rows > 0;
    const SensorOptions& asked = settings.sensors;
    if (!stage.found && (!asked.type_globs.empty() || !asked.chip_globs.empty())) {
        log.warn("no sensor is of the types and chips that are asked for (promfile --dump-sensors "
                 "shows what there is)");
    }
    EvaluationLimits limits;
    limits.max_series = settings.max_series;
    const std::string& name = stage.name;
    const StoreFacts facts{name, name, std::numeric_limits<double>::quiet_NaN()};
    StoreEvaluation evaluation(rules, facts, 0, limits);
    xml::ReadLimits read_limits;
    read_limits.whole_document = rules.document_rule() != nullptr;
    xml::RowReader store(reader_of(reading.xml), name, rules.requests(), read_limits);
    try {
        evaluation.add_all(store);
    } catch (const Error& refusal) {
        stage.refusal = refusal;
        return stage;
    }
    for (size_t i = 0; i < rules.rules().size(); ++i) {
        stage.rules.push_back({rules.rules()[i].rule, std::move(evaluation.tables()[i])});
    }
    if (settings.mode == Mode::debug || settings.verbose) {
        stage.summary = summary_of(reading);
    }
    return stage;
}

std::string dump_sensors(const Settings& settings, Log& log) {
    return read(settings, log).xml;
}

} // namespace promfile
