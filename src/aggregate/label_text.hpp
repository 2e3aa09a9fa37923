#pragma once

#include "oldxml/row.hpp"
#include "rules/rule.hpp"

#include <string>
#include <string_view>

namespace promfile {

// A label's value from the text that its XPath gave: trimmed, lower case, map, default, in this
// order. The result may lie in `scratch`, which may hold `text` as well.
std::string_view dressed_label(const LabelRule& rule, std::string_view text, std::string& scratch);

// That attribute of every ancestor and the row that has it, joined by /.
std::string joined_path(const Row& row, const std::string& attribute);

} // namespace promfile
