#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

namespace promfile {

// Reads one entry of `labels`: its name, and an XPath or a table.
LabelRule read_label(const ConfigEntry& entry, ConfigFaults& faults);

// What the labels of a rule have to do with its type, its aggregate and its zero fill.
void check_labels(const Rule& rule, const ConfigEntry& metric, ConfigFaults& faults);

} // namespace promfile
