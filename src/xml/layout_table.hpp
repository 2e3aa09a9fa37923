#pragma once

#include "xml/row.hpp"

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace promfile::xml {

// The layouts that rows share, each under an id of its own.
class LayoutTable {
public:
    // The layout of these nodes, which is kept; nullptr where it is too large or too many are kept.
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
