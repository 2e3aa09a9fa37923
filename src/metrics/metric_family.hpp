#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The data model of the Prometheus text exposition format 0.0.4.

enum class MetricType { gauge, counter, histogram, summary, untyped };

struct Label {
    std::string name;
    std::string value;
    bool operator==(const Label&) const = default;
};

// Ordered as they are to be printed. A label with an empty value is the same as no label.
using Labels = std::vector<Label>;

// One line. `suffix` follows the name of the family: "", "_sum", "_count" or "_bucket".
struct Sample {
    std::string suffix;
    Labels labels;
    double value = 0;
};

// The longest list of derived names; a summary has the first two.
inline constexpr std::array<std::string_view, 3> histogram_suffixes = {"_count", "_sum", "_bucket"};

// The label that tells the samples of one histogram or summary apart, whose value is a number; ""
// for other types.
constexpr std::string_view inner_label(MetricType type) {
    return type == MetricType::histogram ? "le" : type == MetricType::summary ? "quantile" : "";
}

// The suffixes under which a family of this type exposes samples beside its own name
// (client_golang, registry.go: checkSuffixCollisions).
constexpr std::span<const std::string_view> derived_suffixes(MetricType type) {
    constexpr const std::string_view* all = histogram_suffixes.data();
    switch (type) {
    case MetricType::histogram:
        return {all, 3};
    case MetricType::summary:
        return {all, 2};
    default:
        return {};
    }
}

// Whether a family of this type exposes samples under its name with this suffix.
constexpr bool exposes(MetricType type, std::string_view suffix) {
    const std::span<const std::string_view> suffixes = derived_suffixes(type);
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

struct MetricFamily {
    std::string name;
    std::string help;
    MetricType type = MetricType::gauge;
    std::vector<Sample> samples;
};

} // namespace promfile
