#pragma once

#include "rules/rule.hpp"
#include "xpath/open_elements.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// A label's value from the text that its XPath gave: trimmed, lower case, map, default, in this
// order; nothing where the map leaves the row out. The result may lie in `scratch`, which may hold
// `text` as well.
std::optional<std::string_view> normalized_label(const LabelRule& rule, std::string_view text,
                                                 std::string& scratch);

// One attribute of every ancestor and the row that has it, joined by /; `from_parent`: of the
// ancestors alone. Of an attribute row the parent is its element.
class JoinedPath {
public:
    // Valid until the next call. Cut off after 4 KiB.
    const std::string& text(const RowNodes& nodes, std::string_view attribute,
                            bool from_parent = false);
    // Rows of another store follow.
    void next_store() { texts_.clear(); }

private:
    OpenElements<std::string> texts_;
};

} // namespace promfile
