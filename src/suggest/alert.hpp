#pragma once

#include "suggest/metric_facts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace promfile::suggest {

// A Prometheus alert rule on a metric.
struct Alert {
    std::string metric;
    std::string expression; // PromQL
    std::string duration = "15m";
    std::string summary; // a template of Prometheus
    std::string note;    // why the alert is a comment; empty for an active alert
};

// "App disk used: {{ $labels.disk }}", the beginning of a summary.
std::string subject(const MetricFacts& metric);

// The note of an alert with a threshold that only a person can know.
std::string note_to_put_in(std::string_view threshold, std::optional<double> highest_now);

} // namespace promfile::suggest
