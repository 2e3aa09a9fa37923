#pragma once

#include "xml/row_request.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

// Rows as the scanner hands them out: a layout, which rows that look alike share, and values.

namespace promfile::xml {

// "There is none", for an index of a node or a slot.
inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

enum class NodeKind : std::uint8_t { element, attribute, text, cdata };

// A node of a row without its value.
struct LayoutNode {
    std::string_view name;       // of an element or attribute, as it is written; empty for text
    std::uint32_t parent = none; // index of the element that it belongs to; none for node 0
    std::uint32_t end = 0;       // index after the last node of its subtree; its own + 1 for a leaf
    std::uint32_t slot = none;   // index of its value in Row::values; none for an element
    NodeKind kind = NodeKind::element;
};

// The nodes of a row element in document order, the attributes of an element before its children.
// Node 0 is the element. Where the start tag alone was asked for, there may be its attributes and
// no more. Text nodes are those of pugi::parse_default: text of nothing but white space is no node,
// a CDATA section is a node of its own, comments and processing instructions are no nodes but
// divide the text around them. Attributes with a default value come after those that are written.
struct RowLayout {
    // Not 0: the same id stands for the same nodes, and layout, nodes and names live as long as the
    // reader, so that what was found in a layout once need not be looked for again. Ids count from
    // 1 and are dense. 0: the layout is of this row alone and lives until the next row is read.
    std::uint32_t id = 0;
    std::span<const LayoutNode> nodes;
};

struct Attribute {
    std::string_view name;
    std::string_view value; // normalised
};

// An element around a row: known by its start tag alone. Valid, with its ancestors, until the next
// row is read.
struct OpenElement {
    std::string_view name;
    std::span<const Attribute> attributes;
    const OpenElement* parent = nullptr; // nullptr for a root element
    // From 1, another one for each element of a store. What depends on one ancestor alone needs to
    // be evaluated only where this number changes.
    std::uint64_t serial = 0;
};

// An element, or an attribute of it, that a request asked for. Valid until the next row is read.
struct Row {
    const RowLayout* layout = nullptr;
    // By slot: references expanded, line ends and attributes normalised, defaults filled in.
    std::span<const std::string_view> values;
    const OpenElement* parent = nullptr; // of node 0 of the layout; nullptr: that is a root element
    std::uint32_t element = 0;           // its node in the layout; not 0 for a row inside a row
    std::uint32_t attribute = none;      // the node of an attribute row; none for an element row
    std::uint32_t request = 0;           // index of the RowRequest that it answers
    std::uint64_t offset = 0;            // of the element's start tag; for RowReader::position_of
};

} // namespace promfile::xml
