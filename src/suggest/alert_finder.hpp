#pragma once

#include "suggest/alert.hpp"
#include "suggest/known_metrics.hpp"

#include <vector>

namespace promfile::suggest {

// At most one alert for each metric, in the order of the metrics.
std::vector<Alert> find_alerts(const KnownMetrics& known);

} // namespace promfile::suggest
