#pragma once

#include "metrics/metric_family.hpp"
#include "output/published_file.hpp"
#include "run/inputs.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The metric families that a run publishes besides promfile's own. They come from the stores and
// sensors or, if these cannot be read, from the file that the run is about to replace.
struct Data {
    std::vector<MetricFamily> families; // checked as node_exporter needs them, sorted by name
    std::map<std::string, std::uint64_t>
        rule_rows;                 // of the configuration: by metric, before `where`
    std::optional<timespec> mtime; // of the file that had the families before
    bool stands = false;           // they were published before
};

// The data of the inputs. Rows that are left out only because families overlap are counted in the
// first store's report. Throws `Error` if a rule or a limit refuses the run.
Data data_of_run(Inputs& inputs, const Settings& settings, Log& log);

// The data of the published file, each sample unchanged; empty if there is no file. Throws `Error`
// for a file that promfile cannot have written.
Data data_of_published(const PublishedFile& published);

} // namespace promfile
