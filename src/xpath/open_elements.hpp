#pragma once

#include "xpath/row_nodes.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace promfile {

// An element that is open at a row: the element of the row, or an ancestor, which is part of the
// same layout or of which only the start tag is known.
struct OpenTag {
    const xml::Row* row = nullptr;
    const xml::OpenElement* above = nullptr; // null: it is `node` of the row's layout
    std::uint32_t node = 0;

    bool is_there() const { return above != nullptr || node != xml::none; }
    std::string_view name() const {
        return above != nullptr ? above->name : row->layout->nodes[node].name;
    }
    OpenTag parent() const {
        if (above != nullptr) {
            return {row, above->parent, xml::none};
        }
        const std::uint32_t around = row->layout->nodes[node].parent;
        return around != xml::none ? OpenTag{row, nullptr, around}
                                   : OpenTag{row, row->parent, xml::none};
    }
    // Calls `use` with name and value of each attribute.
    template<typename Use>
    void attributes(Use use) const {
        if (above != nullptr) {
            for (const xml::Attribute& attribute : above->attributes) {
                use(attribute.name, attribute.value);
            }
            return;
        }
        const auto nodes = row->layout->nodes;
        for (size_t i = node + size_t{1};
             i < nodes.size() && nodes[i].kind == xml::NodeKind::attribute; ++i) {
            use(nodes[i].name, row->values[nodes[i].slot]);
        }
    }
};

// One `Made` for each open element, from the root to the element of the row. It is made once for
// all rows below the element.
template<typename Made>
class OpenElements {
public:
    // Calls `end(Made&)` for the known elements that are not open at `tag`, innermost first, and
    // `make(const OpenTag&, Made* parent)` for the open elements that are new, outermost first.
    // Returns the `Made` of `tag`, which must exist.
    template<typename Make, typename End>
    Made& open(const RowNodes& nodes, OpenTag tag, Make make, End end) {
        pending_.clear();
        // An element has a greater number than its ancestors.
        for (; tag.is_there(); tag = tag.parent()) {
            const std::uint64_t identity = nodes.identity_of(tag.above, tag.node);
            close_above(identity, end);
            if (!stack_.empty() && stack_.back().first == identity) {
                break;
            }
            pending_.emplace_back(identity, tag);
        }
        if (!tag.is_there()) {
            close_above(0, end);
        }
        for (auto next = pending_.rbegin(); next != pending_.rend(); ++next) {
            Made* parent = stack_.empty() ? nullptr : &stack_.back().second;
            Made made = make(next->second, parent);
            stack_.emplace_back(next->first, std::move(made));
        }
        return stack_.back().second;
    }
    void clear() { stack_.clear(); }

private:
    template<typename End>
    void close_above(std::uint64_t identity, End& end) {
        while (!stack_.empty() && stack_.back().first > identity) {
            end(stack_.back().second);
            stack_.pop_back();
        }
    }

    std::vector<std::pair<std::uint64_t, Made>> stack_;
    std::vector<std::pair<std::uint64_t, OpenTag>> pending_;
};

} // namespace promfile
