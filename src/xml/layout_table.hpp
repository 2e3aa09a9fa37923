#pragma once

#include "xml/row.hpp"

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace promfile::xml {

// The layouts of the rows of a store. Rows with the same nodes share one, so that work on a layout,
// such as finding the attribute that an expression reads, is done once for all of them.
class LayoutTable {
public:
    // The layout with these nodes, which lives as long as the table; nullptr if it is too large or
    // the table is full, so that a store without regular rows takes no more memory.
    const RowLayout* find_or_add(std::span<const LayoutNode> nodes);

private:
    struct Kept {
        RowLayout layout;
        std::vector<LayoutNode> nodes;
        std::string names;
    };

    std::deque<Kept> kept_;
    std::unordered_multimap<std::size_t, const Kept*> by_hash_;
};

} // namespace promfile::xml
