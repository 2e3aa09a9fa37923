#pragma once

#include "xml/row.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace promfile::xml {

// Nodes and values of an element, as its tags and text come by.
class RowBuilder {
public:
    void clear();
    // Appends an element with its attributes; the index of its node.
    std::uint32_t start(std::string_view name, std::span<const Attribute> attributes);
    void text(NodeKind kind, std::string_view text);
    void end();
    bool is_open() const { return !open_.empty(); }
    // Has the element at this node ended?
    bool has_ended(std::uint32_t node) const { return nodes_[node].end != none; }
    // Ends what is open, of an element that was cut off.
    void end_all();

    const std::vector<LayoutNode>& nodes() const { return nodes_; }
    const std::vector<std::string_view>& values() const { return values_; }
    // How many levels there are.
    std::size_t depth() const { return depth_; }

    // The text that names and values are part of moves; see TextWindow::on_move.
    void follow(const char* begin, const char* end, const char* to);

private:
    void add(NodeKind kind, std::string_view name, std::uint32_t parent, std::string_view value);

    std::vector<LayoutNode> nodes_;
    std::vector<std::string_view> values_;
    std::vector<std::uint32_t> open_; // indices of nodes
    std::size_t depth_ = 0;
};

} // namespace promfile::xml
