#include "run/run_report.hpp"

#include "metrics/checks.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

RunReport run_report(const Data& data, const Inputs& inputs, const PublishedFile& published,
                     const RunTimes& times, const Settings& settings) {
    RunReport report;
    report.file = fmt::format("{}.prom", settings.name);
    report.version = program_version;
    report.last_run = times.now;
    const bool success = !data.stands && inputs.stores.all_read && inputs.sensors.in_time();
    report.last_success = success ? times.now : published_last_success(published);
    report.duration = times.duration;
    report.expected_interval = settings.interval;
    report.config_hash = settings.config_hash;
    report.series = count_series(data.families);
    report.rule_rows = data.rule_rows;
    report.stores = inputs.stores.reports;
    report.unread_stores = inputs.stores.unread;
    report.sensor_read_errors = inputs.sensors.errors;
    return report;
}

double published_last_success(const PublishedFile& published) {
    const auto family =
        std::find_if(published.families.begin(), published.families.end(),
                     [](const ExposedFamily& each) { return each.name == last_success_name; });
    return family == published.families.end() || family->samples.empty()
               ? 0
               : family->samples.front().value;
}

} // namespace promfile
