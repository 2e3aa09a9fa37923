#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

// A row as RowReader returns it: a layout, shared with all rows that have the same nodes, and the
// values of this row. A rule that has looked up a node in a layout finds its value in every row of
// the layout by index.

namespace promfile::xml {

// The index of a node or slot that does not exist.
inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

enum class NodeKind : std::uint8_t { element, attribute, text, cdata };

// A node of a row without its value.
struct LayoutNode {
    std::string_view name;       // of an element or attribute, as written; empty for text
    std::uint32_t parent = none; // index of its element; none for node 0
    std::uint32_t end = 0;     // index after the last node of its subtree; own index + 1 for a leaf
    std::uint32_t slot = none; // index of its value in Row::values; none for an element
    NodeKind kind = NodeKind::element;
};

class RowTexts;

// The nodes of an element in document order, the attributes of an element before its children. Node
// 0 is the element. If only start tags were requested there may be no more nodes than its
// attributes. Text is divided into nodes as pugi::parse_default does it: white space alone is not a
// node, a CDATA section is a node, and comments and processing instructions are not nodes but
// divide the text around them. Attributes with a default value come after the written attributes.
struct RowLayout {
    // Layouts with an id live as long as the reader, and equal ids mean equal nodes, so callers may
    // cache by id. Ids are dense and begin at 1. With the id 0 the layout belongs to this row alone
    // and is valid until the next row is read.
    std::uint32_t id = 0;
    std::span<const LayoutNode> nodes;
    // If given, these are the texts that node 0 is asked for, whose nodes may be missing here.
    const RowTexts* texts = nullptr;
};

struct Attribute {
    std::string_view name;
    std::string_view value; // normalised
};

// The start tag of an ancestor of a row. Valid, with its own ancestors, until the next row is read.
struct OpenElement {
    std::string_view name;
    std::span<const Attribute> attributes;
    const OpenElement* parent = nullptr; // nullptr for a root element
    // Counts from 1 and differs for all elements of a store. An expression that depends on this
    // ancestor alone has to be evaluated again only when the number changes.
    std::uint64_t serial = 0;
};

// An element or attribute that matches a request. Valid until the next row is read.
struct Row {
    const RowLayout* layout = nullptr;
    // One value for each slot. References are expanded, line ends and attributes normalised,
    // defaults filled in.
    std::span<const std::string_view> values;
    const OpenElement* parent = nullptr; // of the layout's node 0; nullptr if it is a root element
    std::uint32_t element = 0;      // the row's node in the layout; not 0 for a row inside a row
    std::uint32_t attribute = none; // the node of an attribute row; none for an element row
    std::uint32_t request = 0;      // index of the RowRequest that the row matches
    bool begins_element = true;     // it is the first of the rows that share layout and values
    std::uint64_t offset = 0;       // of the element's start tag; for RowReader::position_of
};

} // namespace promfile::xml
