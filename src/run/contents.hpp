#pragma once

#include "metrics/metric_family.hpp"
#include "output/published_file.hpp"
#include "run/inputs.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// When a run happens.
struct RunTimes {
    double now = 0;      // unix seconds
    double duration = 0; // seconds since the run began
};

// The contents of NAME.prom: the families of the inputs and promfile's own, sorted by name, made to
// fit beside the other files of the textfile directory where there is one. `published` is the file
// that they replace. The value of promfile_warnings
// counts every warning given so far. Throws `Error` for a clash with
// another file; with --debug, which shows the metrics in any case, a clash is a warning.
std::vector<MetricFamily> contents(const std::vector<MetricFamily>& families, const Inputs& inputs,
                                   const PublishedFile& published, const RunTimes& times,
                                   const Settings& settings, Log& log);

// The exposition of the contents; its first line says who wrote it, and from what.
std::string contents_text(const std::vector<MetricFamily>& contents, const Settings& settings);

// --debug prints what would not be published, and says so.
void warn_of_refusal(const Error& error, Log& log);

} // namespace promfile
