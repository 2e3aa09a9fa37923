#pragma once

#include "suggest/metric_facts.hpp"

#include <map>
#include <string>
#include <vector>

namespace promfile::suggest {

// A rule file for Prometheus, in YAML, with alerts for the metrics of a configuration: bad states,
// increasing errors, ratios near 1, approaching dates, values close to their own limit. If no
// metric gives the threshold, the alert is a comment that shows the largest value seen. `file` is
// the name of the output without ".prom"; `largest` maps the name of a metric to its largest value.
std::string print_alerts(const std::vector<MetricFacts>& metrics, const std::string& file,
                         const std::map<std::string, double>& largest);

} // namespace promfile::suggest
