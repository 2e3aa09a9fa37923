#pragma once

#include "aggregate/row_counts.hpp"
#include "metrics/metric_family.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The names that a later run looks for in the file.
inline constexpr std::string_view self_metric_prefix = "promfile_";
inline constexpr const char* last_success_name = "promfile_last_success_timestamp_seconds";
inline constexpr const char* rule_rows_name = "promfile_rule_rows";
inline constexpr const char* rule_rows_label = "metric";

// The facts about one store of a run that self-metrics show.
struct StoreReport {
    std::string path;
    std::string path_label;      // of its series; empty: the store has no series of its own
    bool success = false;        // read whole and well-formed
    std::optional<double> mtime; // unix seconds; pipes have none
    // Bytes of a file, or read from a pipe; nothing if the file is missing.
    std::optional<std::uint64_t> size;
    std::uint64_t bytes = 0; // read
    RowCounts rows;
};

// The facts about a run that self-metrics show.
struct RunReport {
    std::string file;        // NAME.prom
    std::string version;     // of promfile
    double last_run = 0;     // unix seconds
    double last_success = 0; // unix seconds of the last run in which all was read; 0 for never
    double duration = 0;     // seconds
    std::optional<double> expected_interval; // seconds
    std::optional<std::uint64_t> config_hash;
    std::uint64_t series = 0;                       // besides promfile's own
    std::map<std::string, std::uint64_t> rule_rows; // by metric
    std::vector<StoreReport> stores;
    std::uint64_t unread_stores = 0; // further stores, not read because the run was refused before
    std::map<std::string, std::uint64_t> sensor_read_errors; // by reason; empty without sensors
};

// If there are more stores than this, only failed stores have series of their own, and at most this
// many of them.
constexpr size_t max_stores_shown = 20;

// The promfile_* families, sorted by name; no two stores have the same label. The values of
// `promfile_warnings` and `promfile_file_series` depend on the rest of the file: complete_totals
// fills them in.
std::vector<MetricFamily> self_metrics(const RunReport& report);

// Fills in the number of series in the file, and the number of warnings of the run, if these
// metrics are among the families.
void complete_totals(std::vector<MetricFamily>& families, std::uint64_t warnings);

} // namespace promfile
