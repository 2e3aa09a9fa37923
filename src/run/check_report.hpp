#pragma once

#include "aggregate/families.hpp"
#include "metrics/exposition_parser.hpp"
#include "metrics/metric_family.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// The texts that --check and --debug print about a run.

// One line for each metric, in columns: name, type, series, rows that its rules matched. A metric
// without series is not published, and is listed with 0 series.
std::string check_table(const std::vector<const EvaluatedRule*>& rules,
                        const std::vector<MetricFamily>& families);

// The outcome of each rule of the configuration, for --debug: its rows, the series that its metric
// has in `families`, and the first value that could not be used. `paths` are the stores in the
// order of reading.
std::vector<std::string> rule_outcomes(const std::vector<const EvaluatedRule*>& rules,
                                       const std::vector<MetricFamily>& families,
                                       const std::vector<std::string>& paths);

// Warnings of counters that are lower than in the file to be replaced: Prometheus takes a fall for
// a restart, and adds the whole new value.
Warnings fallen_counters(const std::vector<MetricFamily>& families,
                         const std::vector<ExposedFamily>& published);

// Warnings of stores with relative paths, which are found from one working directory only.
Warnings relative_stores(const Settings& settings);

} // namespace promfile
