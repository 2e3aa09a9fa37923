#pragma once

#include "oldxml/row.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// A label's value from the text that its XPath gave: trimmed, lower case, map, default, in this
// order; nothing where the map leaves the row out. The result may lie in `scratch`, which may hold
// `text` as well.
std::optional<std::string_view> dressed_label(const LabelRule& rule, std::string_view text,
                                              std::string& scratch);

// That attribute of every ancestor and the row that has it, joined by /; `from_parent`: of the
// ancestors alone. Of an attribute row the parent is its element.
std::string joined_path(const Row& row, const std::string& attribute, bool from_parent = false);

} // namespace promfile
