#pragma once

#include "suggest/alert.hpp"
#include "suggest/known_metrics.hpp"

#include <optional>

// Alerts on numbers of things that should be few: nothing for another metric.

namespace promfile::suggest {

// Is the metric a counter of errors?
bool counts_errors(const MetricFacts& metric);
// A counter of errors that grows.
std::optional<Alert> errors(const KnownMetrics& known, const MetricFacts& metric);
// A number of failures that may fall again. Always a comment: only a person knows what is usual.
std::optional<Alert> failures(const KnownMetrics& known, const MetricFacts& metric);
// Work that waits. Always a comment, too.
std::optional<Alert> backlog(const KnownMetrics& known, const MetricFacts& metric);

} // namespace promfile::suggest
