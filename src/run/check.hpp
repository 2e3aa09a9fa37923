#pragma once

#include "metrics/metric_family.hpp"
#include "run/contents.hpp"
#include "run/inputs.hpp"
#include "run/settings.hpp"
#include "support/log.hpp"

#include <functional>
#include <string>
#include <vector>

namespace promfile {

// The findings of --check.
struct CheckResult {
    std::string table;    // of the metrics, for standard output
    bool refused = false; // publishing would fail; the cause has been logged
};

// Runs all steps of publishing but the writing, and logs advice.
CheckResult check(const Data& data, const Inputs& inputs, const std::function<RunTimes()>& times,
                  const Settings& settings, Log& log);

} // namespace promfile
