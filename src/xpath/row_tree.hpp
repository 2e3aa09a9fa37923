#pragma once

#include "support/error.hpp"
#include "xpath/open_elements.hpp"
#include "xpath/reach.hpp"

#include <cstdint>
#include <pugixml.hpp>
#include <vector>

namespace promfile {

// A row is too large for the tree that an XPath needs of it: a fault of the store.
class RowTreeError : public Error {
public:
    using Error::Error;
};

// Rows as trees of pugixml, for expressions that cannot be evaluated on the nodes of a row. A tree
// has the row, the start tags of its ancestors, and nothing else. It is made when an expression
// needs it, once for an element and all rows in it.
class RowTree {
public:
    // Refuses a tree that would take more memory than this.
    void set_max_bytes(std::uint64_t bytes) { max_bytes_ = bytes; }

    void next_store();
    void next_element() { nodes_.clear(); }

    // The row, in a tree of all nodes that an expression of this reach can see. Valid until the
    // next call for another row. Throws `RowTreeError`.
    pugi::xpath_node node(const RowNodes& nodes, Reach reach);

    // The size in bytes of the tree of this row: 64 for an element, text or CDATA section, 40 for
    // an attribute, and names and values with 5 bytes more for each, rounded up to 8.
    static std::uint64_t bytes_of(const xml::Row& row);

private:
    pugi::xml_node open(const RowNodes& nodes, const OpenTag& tag);
    void build(const RowNodes& nodes);
    pugi::xml_node add_element(pugi::xml_node parent, std::string_view name);
    void add_attribute(pugi::xml_node element, std::string_view name, std::string_view value);

    std::uint64_t max_bytes_ = ~std::uint64_t{0};
    pugi::xml_document document_;
    OpenElements<pugi::xml_node> tags_;
    // By node of the layout, where its tree was made.
    std::vector<pugi::xml_node> nodes_;
    std::string name_; // pugixml wants a NUL after it
};

} // namespace promfile
