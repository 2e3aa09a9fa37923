#pragma once

#include "config/reader.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace promfile {

// `map` of a value: texts to numbers or "skip", `else` for every other text.
void read_number_map(const ConfigEntry& entry, std::vector<std::pair<std::string, MapTarget>>& map,
                     std::optional<MapTarget>& otherwise, ConfigFaults& faults);

// `map` of a label or a stateset: texts to texts or "skip". The empty text comes to a label's map
// alone.
void read_text_map(const ConfigEntry& entry, std::vector<std::pair<std::string, TextTarget>>& map,
                   std::optional<TextTarget>& otherwise, bool may_be_empty, ConfigFaults& faults);

} // namespace promfile
