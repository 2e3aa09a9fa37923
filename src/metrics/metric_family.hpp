#pragma once

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

// One line. `suffix` is what stands behind the family's name: "", "_sum", "_count" or "_bucket".
struct Sample {
    std::string suffix;
    Labels labels;
    double value = 0;
};

// The label that tells apart the samples of one series, whose value is a number; "" for the types
// that have none.
constexpr std::string_view inner_label(MetricType type) {
    return type == MetricType::histogram ? "le" : type == MetricType::summary ? "quantile" : "";
}

struct MetricFamily {
    std::string name;
    std::string help;
    MetricType type = MetricType::gauge;
    std::vector<Sample> samples;
};

} // namespace promfile
