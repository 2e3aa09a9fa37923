#pragma once

#include "metrics/metric_family.hpp"
#include "suggest/metric_facts.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

struct Alert {
    std::string metric;
    std::string expression;
    std::string duration = "15m";
    std::string summary;
    std::string note; // why the alert is a comment; empty for an active alert
};

// At most one alert for each metric; `now` and `unix_time` as for print_alerts.
std::vector<Alert> find_alerts(const std::vector<MetricFacts>& metrics,
                               const std::vector<MetricFamily>& now, double unix_time);

} // namespace promfile::suggest
