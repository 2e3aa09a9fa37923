#pragma once

#include "metrics/metric_family.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The families in the Prometheus text exposition format 0.0.4, in the order given, each with its
// HELP and TYPE lines. Labels with an empty value are left out. `first_line`, when not empty, is
// written as a comment at the top. The caller has checked names and UTF-8 (metrics/checks).
std::string expose(const std::vector<MetricFamily>& families, std::string_view first_line);

// "gauge", "counter", "histogram", "summary", "untyped".
std::string_view type_name(MetricType type);

// A series in the exposition format, `name{a="1",b="2"}`. Equal series have equal texts: labels are
// sorted by name, and labels with an empty value are left out. So is the label called `without`.
std::string series_text(std::string_view name, const Labels& labels, std::string_view without = "");

// A comment's text, which HELP is as well: backslash and newline escaped.
std::string escape_comment(std::string_view text);

} // namespace promfile
