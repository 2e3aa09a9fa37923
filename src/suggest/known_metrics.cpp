#include "suggest/known_metrics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

const MetricFacts* KnownMetrics::find(const std::string& name) const {
    const auto found = std::find_if(metrics_.begin(), metrics_.end(),
                                    [&](const MetricFacts& metric) { return metric.name == name; });
    return found == metrics_.end() ? nullptr : &*found;
}

std::optional<double> KnownMetrics::value_beside(const Sample& sample,
                                                 const std::string& other) const {
    const std::vector<Sample>& all = samples(other);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Sample& one) { return one.labels == sample.labels; });
    return found == all.end() ? std::nullopt : std::optional(found->value);
}

std::optional<double> KnownMetrics::highest(const std::string& name) const {
    const std::vector<Sample>& all = samples(name);
    const auto found = std::max_element(
        all.begin(), all.end(), [](const Sample& a, const Sample& b) { return a.value < b.value; });
    return found == all.end() ? std::nullopt : std::optional(found->value);
}

std::set<std::string> KnownMetrics::label_values(const std::string& name,
                                                 std::string_view label) const {
    std::set<std::string> values;
    for (const Sample& sample : samples(name)) {
        values.insert(label_of(sample, label));
    }
    return values;
}

std::string KnownMetrics::label_of(const Sample& sample, std::string_view label) {
    const auto found = std::find_if(sample.labels.begin(), sample.labels.end(),
                                    [&](const Label& one) { return one.name == label; });
    return found == sample.labels.end() ? "" : found->value;
}

std::string KnownMetrics::true_now(const std::string& name,
                                   const std::function<bool(const Sample&)>& holds) const {
    const std::vector<Sample>& all = samples(name);
    const auto fires = std::count_if(all.begin(), all.end(), holds);
    return fires == 0 ? ""
                      : fmt::format("true now for {} of {}", fires,
                                    all.size() == 1 ? std::string("1 series")
                                                    : fmt::format("{} series", all.size()));
}

const std::vector<Sample>& KnownMetrics::samples(const std::string& name) const {
    static const std::vector<Sample> none;
    const auto found = std::find_if(
        now_.begin(), now_.end(), [&](const MetricFamily& family) { return family.name == name; });
    return found == now_.end() ? none : found->samples;
}

} // namespace promfile::suggest
