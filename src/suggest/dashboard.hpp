#pragma once

#include "suggest/metric_facts.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// A Grafana dashboard, in JSON, with at most 20 panels for the metrics of a configuration, in a row
// of the dashboard for each `rows`. Counters are shown as rates, states as timelines and times as
// ages; units come from the names of the metrics, legends from their labels.
std::string print_dashboard(const std::vector<MetricFacts>& metrics, const std::string& title);

// The names of the metrics for which it has no panel: infos, summaries, and what exceeds 20.
std::vector<std::string> metrics_without_panel(const std::vector<MetricFacts>& metrics);

} // namespace promfile::suggest
