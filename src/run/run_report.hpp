#pragma once

#include "output/published_file.hpp"
#include "run/data.hpp"
#include "run/inputs.hpp"
#include "run/self_metrics.hpp"
#include "run/settings.hpp"

namespace promfile {

// The time of a run.
struct RunTimes {
    double now = 0;      // unix seconds
    double duration = 0; // seconds since the run began
};

// The facts that the self-metrics show. `published` is the file to be replaced: a run that did not
// read everything keeps that file's time of the last success.
RunReport run_report(const Data& data, const Inputs& inputs, const PublishedFile& published,
                     const RunTimes& times, const Settings& settings);

// The time in unix seconds of the last run in which everything was read, as the published file
// gives it; 0 for never.
double published_last_success(const PublishedFile& published);

} // namespace promfile
