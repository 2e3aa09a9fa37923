#pragma once

#include "rules/rule.hpp"
#include "xpath/open_elements.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// A label's value from the text that its XPath gave: trimmed, lower case, map, default, in this
// order; nothing if the map leaves the row out. The result may be a view of `scratch`, and so may
// `text`.
std::optional<std::string_view> normalized_label(const LabelRule& rule, std::string_view text,
                                                 std::string& scratch);

// The values of an attribute of the ancestors and the row, as far as they have it, joined by /.
// With `from_parent`, of the ancestors only. The parent of an attribute row is its element.
class JoinedPath {
public:
    // Valid until the next call. Cut off after 4 KiB.
    const std::string& text(const RowNodes& nodes, std::string_view attribute,
                            bool from_parent = false);
    // Must be called before the rows of another store.
    void next_store() { texts_.clear(); }

private:
    OpenElements<std::string> texts_;
};

} // namespace promfile
