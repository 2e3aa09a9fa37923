#pragma once

#include "metrics/metric_family.hpp"
#include "suggest/metric_facts.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// A rule file for Prometheus, in YAML, with alerts for the metrics of a configuration: bad states,
// increasing errors, ratios near 1, approaching dates, values close to their own limit. If no
// metric gives the threshold, the alert is a comment that shows the largest value now; an alert
// that is true now is a comment, too. `file` is the name of the output without ".prom"; `now` are
// the present values of the metrics, `unix_time` the present time.
std::string print_alerts(const std::vector<MetricFacts>& metrics, const std::string& file,
                         const std::vector<MetricFamily>& now, double unix_time);

} // namespace promfile::suggest
