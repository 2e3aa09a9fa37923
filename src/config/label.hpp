#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

namespace promfile {

// Reads one entry of `labels`: the name of the label, and an XPath or a table.
LabelRule read_label(const ConfigEntry& entry, ConfigFaults& faults);

// Checks that the labels of the rule, which was read from `metric`, go with its type, its aggregate
// and its on-empty = "zero", and that there are not too many of them.
void check_labels(const Rule& rule, const ConfigEntry& metric, ConfigFaults& faults);

} // namespace promfile
