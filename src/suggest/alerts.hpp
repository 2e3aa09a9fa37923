#pragma once

#include "suggest/metric_facts.hpp"

#include <map>
#include <string>
#include <vector>

namespace promfile::suggest {

// Prometheus alert rules, in YAML, for the metrics of a configuration: bad states, errors that
// increase, ratios near 1, dates that come near, values against their own limit. A threshold that
// the metrics do not give is no rule but a comment, with the largest value seen. `file` is the name
// of the output, `largest` has that value by metric.
std::string print_alerts(const std::vector<MetricFacts>& metrics, const std::string& file,
                         const std::map<std::string, double>& largest);

} // namespace promfile::suggest
