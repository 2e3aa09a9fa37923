#pragma once

#include "suggest/metric_facts.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// A Grafana dashboard, in JSON, for the metrics of a configuration: at most 20 panels below a row
// for each kind of rows; rates of counters, timelines of states, ages of times, units from the
// names and legends from the labels.
std::string print_dashboard(const std::vector<MetricFacts>& metrics, const std::string& title);

} // namespace promfile::suggest
