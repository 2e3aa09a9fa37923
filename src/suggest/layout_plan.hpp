#pragma once

#include "suggest/profile.hpp"
#include "xml/row.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// The part of an element's text that is profiled, without white space before it.
constexpr size_t max_own_text = 4096;
std::string_view profiled_text(std::string_view text);

// Bytes of the markup around a name or a value.
constexpr size_t tag_bytes = 5;       // < > </ >
constexpr size_t attribute_bytes = 4; // a blank, = and quotes

// Where the elements and values of a layout belong in a profile, found once for all elements with
// this layout and a parent of the same node.
struct LayoutPlan {
    struct Element {
        PathNode* node = nullptr;
        std::uint32_t parent = 0;     // index of its element; its own for the first
        size_t bytes = 0;             // of its markup, without values and children
        bool first_in_parent = false; // of all elements of its node
        bool with_children = false;
        bool mixed = false;
    };
    struct Value {
        FieldStatistics* statistics = nullptr; // nullptr: left out
        std::uint32_t slot = 0;
        std::uint32_t element = 0;
        bool is_text = false;
    };

    PathNode* parent = nullptr;
    PathNode* node = nullptr; // of the first element
    bool is_made = false;
    bool is_irregular = false;           // an element has several texts, so there is no plan
    std::vector<Element> elements;       // in document order
    std::vector<Value> values;           // in the order in which attributes and elements end
    std::vector<FieldStatistics*> empty; // of the elements without text and children

    // Counts an element with these values, except in its parent. Returns its size in bytes.
    size_t add(std::span<const std::string_view> slots, MemoryBudget& budget);

private:
    std::vector<size_t> bytes_; // of the elements, scratch space of add
};

// The plans for the layouts of one store, in bounded memory.
class LayoutPlans {
public:
    // A new plan has a parent, and nothing else yet. nullptr if there are too many plans.
    LayoutPlan* find_or_add(const xml::RowLayout& layout, PathNode* parent);
    void clear();

private:
    std::vector<std::vector<LayoutPlan>> plans_; // by the id of the layout
    size_t nodes_ = 0;
};

// Calls start(index), text(index) and end(index) for the nodes of a layout in document order. The
// attributes of an element are the nodes after it.
template<typename Start, typename Text, typename End>
void walk(std::span<const xml::LayoutNode> nodes, Start start, Text text, End end) {
    std::uint32_t innermost = xml::none;
    const auto end_before = [&](std::uint32_t next) {
        while (innermost != xml::none && nodes[innermost].end <= next) {
            end(innermost);
            innermost = nodes[innermost].parent;
        }
    };
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        end_before(i);
        if (nodes[i].kind == xml::NodeKind::element) {
            start(i);
            innermost = i;
        } else if (nodes[i].kind != xml::NodeKind::attribute) {
            text(i);
        }
    }
    end_before(static_cast<std::uint32_t>(nodes.size()));
}

} // namespace promfile::suggest
