#pragma once

#include "metrics/metric_family.hpp"
#include "output/published_file.hpp"
#include "run/data.hpp"
#include "run/inputs.hpp"
#include "run/run_report.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// The contents of NAME.prom: the data and promfile's own families, sorted by name, and reconciled
// with the other files of the textfile directory, if one is given. `published` is the file to be
// replaced. Appends warnings; these and the warnings in the log are counted in the contents. Throws
// `Error` if a limit is exceeded or another file clashes; with --debug, a clash is only a warning,
// so that the metrics are always shown.
std::vector<MetricFamily> contents(const Data& data, const Inputs& inputs,
                                   const PublishedFile& published, const RunTimes& times,
                                   const Settings& settings, const Log& log, Warnings& warnings);

// The exposition of the contents, after the first line of provenance.hpp.
std::string contents_text(const std::vector<MetricFamily>& contents, const Settings& settings);

// The warning of --debug, which prints metrics even if an error would keep a run from publishing
// them.
std::string refusal_warning(const Error& error);

} // namespace promfile
