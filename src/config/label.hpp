#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

namespace promfile {

// Reads one entry of `labels`: its name, and an XPath or a table.
LabelRule read_label(const ConfigEntry& entry, ConfigFaults& faults);

} // namespace promfile
