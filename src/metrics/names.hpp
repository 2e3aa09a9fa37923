#pragma once

#include "metrics/metric_family.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Whether the exposition format 0.0.4 allows the name of a metric: [a-zA-Z_:][a-zA-Z0-9_:]*,
// without a leading `__`, which Prometheus reserves.
bool is_metric_name(std::string_view name);

// Whether the name of a label is legal: [a-zA-Z_][a-zA-Z0-9_]*, without a leading `__`, which would
// end node_exporter.
bool is_label_name(std::string_view name);

// The reserved prefix (or whole name, for `up`) of the metric name, or "" if it has none. Metrics
// with such names are written by node_exporter, its client library, Prometheus or promfile itself.
std::string_view reserved_metric_prefix(std::string_view name);

// A legal name made of any text: each run of illegal characters and `_` becomes one `_`, `_` at
// either end is removed, and a leading digit gets a `_` in front. "" for a text without letters and
// digits.
std::string suggested_name(std::string_view text);

// NAME of DIR/NAME.prom: the argument without a trailing ".prom". Throws an Error (usage) for a
// name that a file cannot have or that makes node_exporter fail: an empty name, a name with a
// slash, a leading dot, control characters or invalid UTF-8, or a name of more than 228 bytes (the
// name of the temporary file is 27 bytes longer).
std::string checked_name(std::string_view name);

// The reason why a HELP text cannot be published beside the same text of another file, as a phrase
// after "a text" ("of more than 1 KiB"); empty for a good one.
std::string_view help_fault(std::string_view help);

// The text without its faults: with blanks for control characters, and cut off at the end of a
// character.
std::string without_help_faults(std::string help);

// The advice of Prometheus' naming practice, one clause for each fault of the name ("should end in
// _total, since it is a counter"); empty for a good name. See
// https://prometheus.io/docs/practices/naming/ and `promtool check metrics`.
std::vector<std::string> naming_advice(std::string_view name, MetricType type);

} // namespace promfile
