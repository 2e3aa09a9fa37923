#pragma once

#include "suggest/alert.hpp"
#include "suggest/known_metrics.hpp"

#include <optional>

// Alerts on Unix times: nothing for another metric.

namespace promfile::suggest {

// What ends in less than 14 days.
std::optional<Alert> expires_soon(const KnownMetrics& known, const MetricFacts& metric);
// What was last done long ago. Always a comment: only a person knows how old it may be.
std::optional<Alert> outdated(const KnownMetrics& known, const MetricFacts& metric);

} // namespace promfile::suggest
