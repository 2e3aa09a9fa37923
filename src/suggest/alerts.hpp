#pragma once

#include "suggest/metric_facts.hpp"

#include <map>
#include <string>
#include <vector>

namespace promfile::suggest {

// A rule file for Prometheus, in YAML, with alerts for the metrics of a configuration: bad states,
// increasing errors, ratios near 1, dates that come near, values close to their own limit. Where no
// metric gives the threshold, the alert is a comment that shows the largest value seen. `file` is
// the name of the output without ".prom"; `largest` has the largest value of each metric by name.
std::string print_alerts(const std::vector<MetricFacts>& metrics, const std::string& file,
                         const std::map<std::string, double>& largest);

} // namespace promfile::suggest
