#include "run/contents.hpp"

#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "output/exposition_file.hpp"
#include "output/neighbours.hpp"
#include "run/self_metrics.hpp"
#include "support/utf8.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace promfile {

namespace {

constexpr std::string_view last_success_name = "promfile_last_success_timestamp_seconds";
constexpr std::string_view warnings_name = "promfile_warnings";

double published_last_success(const PublishedFile& published) {
    for (const ExposedFamily& family : published.families) {
        if (family.name == last_success_name && !family.samples.empty()) {
            return family.samples.front().value;
        }
    }
    return 0;
}

void set_value(std::vector<MetricFamily>& families, std::string_view name, double value) {
    for (MetricFamily& family : families) {
        if (family.name == name) {
            family.samples.front().value = value;
        }
    }
}

RunReport run_report(const std::vector<MetricFamily>& families, const Inputs& inputs,
                     const PublishedFile& published, const RunTimes& times,
                     const Settings& settings) {
    RunReport report;
    report.file = fmt::format("{}.prom", settings.name);
    report.version = program_version;
    const bool success = inputs.stores.all_read && inputs.sensors.in_time();
    report.last_success = success ? times.now : published_last_success(published);
    report.duration = times.duration;
    report.series = count_series(families);
    report.stores = inputs.stores.reports;
    report.sensor_read_errors = inputs.sensors.errors;
    return report;
}

// What has no reading makes no series, so that lost sensors would go unnoticed.
void warn_of_lost_sensors(const SensorStage& sensors, const PublishedFile& published,
                          const Settings& settings, Log& log) {
    if (sensors.found) {
        return;
    }
    for (const EvaluatedRule& evaluated : sensors.rules) {
        const Rule& rule = evaluated.rule;
        const bool was_published = std::any_of(
            published.families.begin(), published.families.end(), [&](const ExposedFamily& family) {
                return family.name == rule.name && !family.samples.empty();
            });
        if (was_published && !rule.on_empty) {
            log.warn(fmt::format("no sensor could be read, and {}/{}.prom has {} of an earlier run "
                                 "(promfile --dump-sensors shows what there is)",
                                 settings.textfile_directory, settings.name, rule.name));
            return;
        }
    }
}

void put_beside_neighbours(std::vector<MetricFamily>& all, const PublishedFile& published,
                           const Settings& settings, Log& log) {
    const Neighbours neighbours = read_neighbours(settings.textfile_directory, settings.name, all);
    log.warn(neighbours.warnings);
    log.warn(reconcile_with_neighbours(all, neighbours.files, published.families));
}

// What the command line gives to read, else the configuration.
std::string source_text(const Settings& settings) {
    constexpr size_t max_stores_named = 3;
    if (!settings.config_path.empty() && !settings.inputs_given) {
        return settings.config_path;
    }
    if (settings.stores.empty()) {
        return std::string(source_of_sensors);
    }
    std::vector<std::string> stores(
        settings.stores.begin(),
        settings.stores.begin() +
            static_cast<std::ptrdiff_t>(std::min(settings.stores.size(), max_stores_named)));
    if (settings.stores.size() > max_stores_named) {
        stores.push_back(fmt::format("and {} more", settings.stores.size() - max_stores_named));
    }
    return fmt::format("{}", fmt::join(stores, " "));
}

} // namespace

std::vector<MetricFamily> contents(const std::vector<MetricFamily>& families, const Inputs& inputs,
                                   const PublishedFile& published, const RunTimes& times,
                                   const Settings& settings, Log& log) {
    warn_of_lost_sensors(inputs.sensors, published, settings, log);
    std::vector<MetricFamily> all = families;
    if (settings.self_metrics) {
        for (MetricFamily& family :
             self_metrics(run_report(families, inputs, published, times, settings))) {
            all.push_back(std::move(family));
        }
    }
    std::sort(all.begin(), all.end(),
              [](const MetricFamily& a, const MetricFamily& b) { return a.name < b.name; });
    if (!settings.textfile_directory.empty()) {
        try {
            put_beside_neighbours(all, published, settings, log);
        } catch (const Error& error) {
            if (settings.mode != Mode::debug) {
                throw;
            }
            warn_of_refusal(error, log);
        }
    }
    set_value(all, warnings_name, log.warnings());
    return all;
}

std::string contents_text(const std::vector<MetricFamily>& contents, const Settings& settings) {
    return expose(contents, fmt::format("{}{}", written_by, escaped_utf8(source_text(settings))));
}

void warn_of_refusal(const Error& error, Log& log) {
    log.warn(fmt::format("this would not be published: {}", error.what()));
}

} // namespace promfile
