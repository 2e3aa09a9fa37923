#pragma once

#include "suggest/alert.hpp"
#include "suggest/known_metrics.hpp"

#include <optional>

// Alerts on what is said to be wrong: nothing for a metric that says no such thing.

namespace promfile::suggest {

// A stateset with states of a bad name, or with one good state.
std::optional<Alert> bad_state(const KnownMetrics& known, const MetricFacts& metric);
// Rows that are attributes: <node online="true" unclean="false"/>.
std::optional<Alert> bad_status(const KnownMetrics& known, const MetricFacts& metric);
// Yes or no, with a name that is good or bad: "paused", "alarm", "online".
std::optional<Alert> bad_flag(const KnownMetrics& known, const MetricFacts& metric);

} // namespace promfile::suggest
