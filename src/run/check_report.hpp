#pragma once

#include "aggregate/families.hpp"
#include "metrics/exposition_parser.hpp"
#include "metrics/metric_family.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// What --check prints of a run, without touching the system.

// One line for each metric, in columns: name, type, series, rows that its rules matched. Metrics
// that are not published, since nothing gave them a series, are there with 0 series.
std::string check_table(const std::vector<const EvaluatedRule*>& rules,
                        const std::vector<MetricFamily>& families);

// What became of each rule of the configuration, for --debug: its rows, its series, and the first
// value that could not be used. `paths` are the stores in the order of reading.
std::vector<std::string> rule_outcomes(const std::vector<const EvaluatedRule*>& rules,
                                       const std::vector<std::string>& paths);

// Counters that stand higher in the file that would be replaced: Prometheus takes a lower one for
// a restart, and adds its whole value again.
Warnings fallen_counters(const std::vector<MetricFamily>& families,
                         const std::vector<ExposedFamily>& published);

// Stores that are found only from the directory that promfile is run in.
Warnings relative_stores(const Settings& settings);

} // namespace promfile
