#pragma once

#include "run/advice.hpp"
#include "run/sensors.hpp"
#include "run/settings.hpp"
#include "run/stores.hpp"
#include "support/log.hpp"

#include <vector>

namespace promfile {

// Everything that a run has read, as series of its rules.
struct Inputs {
    StoreStage stores;
    SensorStage sensors;

    // Of the stores, then of the sensors.
    std::vector<const EvaluatedRule*> rules() const;
    std::vector<StoreRoot> store_roots() const;
};

// Reads the stores and the sensors that the settings and the rules ask for.
Inputs read_inputs(const Settings& settings, Log& log, double (*steady_time)(),
                   const Progress& progress);

// The metric families of all rules, checked as node_exporter needs them, sorted by name. Rows that
// only the comparison of families leaves out are counted in the first store's report. Throws
// `Error` for what refuses the run.
std::vector<MetricFamily> families_of(Inputs& inputs, const Settings& settings, Log& log);

} // namespace promfile
