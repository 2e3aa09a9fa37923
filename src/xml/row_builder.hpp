#pragma once

#include "xml/row.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace promfile::xml {

// Collects the nodes and values of one element from its tags and text. Names and values are views;
// `move_text` adjusts them when the text moves.
class RowBuilder {
public:
    void clear();
    // Appends an element with its attributes and returns the index of its node.
    std::uint32_t start(std::string_view name, std::span<const Attribute> attributes);
    void text(NodeKind kind, std::string_view text);
    void end();
    bool is_open() const { return !open_.empty(); }
    // Has the element at this node ended?
    bool has_ended(std::uint32_t node) const { return nodes_[node].end != none; }
    // Ends all open elements, for an element that is cut off.
    void end_all();

    // The nodes of the open elements, outermost first.
    const std::vector<std::uint32_t>& open() const { return open_; }
    std::uint32_t innermost() const { return open_.back(); }

    const std::vector<LayoutNode>& nodes() const { return nodes_; }
    const std::vector<std::string_view>& values() const { return values_; }
    // The number of levels of nested elements.
    std::size_t depth() const { return depth_; }

    // Drops the nodes for which `kept` is false. It must be true for all open elements, and for the
    // ancestors of each node that is kept. Returns the new index of each node by its old index.
    std::vector<std::uint32_t> keep(const std::vector<bool>& kept);
    // Has no node been dropped?
    bool is_complete() const { return is_complete_; }

    // See TextWindow::on_move.
    void move_text(const char* begin, const char* end, const char* to);

private:
    void add(NodeKind kind, std::string_view name, std::uint32_t parent, std::string_view value);

    std::vector<LayoutNode> nodes_;
    std::vector<std::string_view> values_;
    std::vector<std::uint32_t> open_; // indices of nodes
    std::size_t depth_ = 0;
    bool is_complete_ = true;
};

} // namespace promfile::xml
