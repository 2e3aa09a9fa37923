#pragma once

#include "suggest/alert.hpp"
#include "suggest/known_metrics.hpp"

#include <optional>

// Alerts on levels that come close to their end: nothing for another metric.

namespace promfile::suggest {

// A part of a whole that another metric with the same labels tells: more than 90 % of it used, or
// less than 10 % free.
std::optional<Alert> near_own_limit(const KnownMetrics& known, const MetricFacts& metric);
// A ratio of what is used, above 0.9.
std::optional<Alert> nearly_full(const KnownMetrics& known, const MetricFacts& metric);
// A ratio of what is free or left, below 0.1.
std::optional<Alert> nearly_empty(const KnownMetrics& known, const MetricFacts& metric);
// A temperature, compared with the critical or highest value that the hardware itself reports. A
// comment if there is none.
std::optional<Alert> overheated(const KnownMetrics& known, const MetricFacts& metric);

} // namespace promfile::suggest
