#pragma once

#include "run/advice.hpp"
#include "run/sensors.hpp"
#include "run/settings.hpp"
#include "run/stores.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <optional>
#include <vector>

namespace promfile {

// Everything that a run has read, as series of its rules.
struct Inputs {
    StoreStage stores;
    SensorStage sensors;

    // The rules of the stores, then the rules of the sensors.
    std::vector<const EvaluatedRule*> rules() const;
    std::vector<StoreRoot> store_roots() const;
    // The error of a rule or a limit that refuses the run, if there is one.
    const std::optional<Error>& refusal() const;
};

// Reads the stores and the sensors that the settings and the rules ask for. Their faults are in the
// result.
Inputs read_inputs(const Settings& settings, Log& log, double (*steady_time)(),
                   const Progress& progress);

} // namespace promfile
