#pragma once

#include "aggregate/row_counts.hpp"
#include "metrics/metric_family.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace promfile {

// What a run tells of one of its stores.
struct StoreReport {
    std::string path;
    bool success = false;        // read whole and well-formed
    std::optional<double> mtime; // unix seconds; pipes have none
    std::uint64_t bytes = 0;
    RowCounts rows;
};

// What a run tells of itself.
struct RunReport {
    std::string file;        // NAME.prom
    std::string version;     // of promfile
    double last_success = 0; // unix seconds of the last run in which all was read; 0 for never
    double duration = 0;     // seconds
    std::uint64_t series = 0;
    std::uint64_t warnings = 0;
    std::vector<StoreReport> stores;
    std::map<std::string, std::uint64_t> sensor_read_errors; // by reason; empty without sensors
};

// The promfile_* families, sorted by name and labels. The paths of the stores differ.
std::vector<MetricFamily> self_metrics(const RunReport& report);

} // namespace promfile
