#pragma once

#include "metrics/metric_family.hpp"
#include "suggest/metric_facts.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// The metrics of a configuration with their present values. Refers to its arguments, which have to
// outlive it.
class KnownMetrics {
public:
    // `now` and `unix_time` as for print_alerts.
    KnownMetrics(const std::vector<MetricFacts>& metrics, const std::vector<MetricFamily>& now,
                 double unix_time)
        : metrics_(metrics), now_(now), unix_time_(unix_time) {}

    const std::vector<MetricFacts>& all() const { return metrics_; }
    double unix_time() const { return unix_time_; }

    // Null if no metric has the name.
    const MetricFacts* find(const std::string& name) const;
    // The present value of the other metric with the labels of the sample.
    std::optional<double> value_beside(const Sample& sample, const std::string& other) const;
    // The highest of the present values.
    std::optional<double> highest(const std::string& name) const;

    // The different values of a label, sorted.
    std::set<std::string> label_values(const std::string& name, std::string_view label) const;
    // Empty if the sample does not have the label.
    static std::string label_of(const Sample& sample, std::string_view label);

    // The note of an alert whose condition holds for a series now: the value is then usual, or
    // somebody has to look at it before the alert is of use. Empty if it holds for none.
    std::string true_now(const std::string& name,
                         const std::function<bool(const Sample&)>& holds) const;

private:
    const std::vector<Sample>& samples(const std::string& name) const;

    const std::vector<MetricFacts>& metrics_;
    const std::vector<MetricFamily>& now_;
    double unix_time_;
};

} // namespace promfile::suggest
