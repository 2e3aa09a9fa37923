#pragma once

#include "metrics/metric_family.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Whether the name may stand in the exposition format 0.0.4: [a-zA-Z_:][a-zA-Z0-9_:]*, and no
// leading `__`, which Prometheus reserves.
bool is_metric_name(std::string_view name);

// [a-zA-Z_][a-zA-Z0-9_]* without a leading `__`, a label name that kills node_exporter.
bool is_label_name(std::string_view name);

// The reserved prefix (or whole name, for `up`) that the metric name falls under, or "": those
// are written by node_exporter, its client library, Prometheus or promfile itself.
std::string_view reserved_metric_prefix(std::string_view name);

// A legal name for any text: illegal characters become `_`, runs of `_` collapse, `_` at either
// end goes, and a `_` precedes a leading digit. A text without letters and digits gives "".
std::string suggested_name(std::string_view text);

// NAME of DIR/NAME.prom: a trailing ".prom" is dropped. Throws an Error (usage) for what can be no
// file name or none that node_exporter survives: nothing, a slash, a leading dot, control
// characters, invalid UTF-8, more than 228 bytes (the temporary file's name is 27 bytes longer).
std::string checked_name(std::string_view name);

// The objections of the naming practice of Prometheus to the name, a clause each ("should end in
// _total, since it is a counter"); nothing for a good name. See
// https://prometheus.io/docs/practices/naming/ and `promtool check metrics`.
std::vector<std::string> naming_advice(std::string_view name, MetricType type);

} // namespace promfile
