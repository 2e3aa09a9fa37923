#pragma once

#include "xml/node_path.hpp"
#include "xml/row.hpp"
#include "xml/row_texts.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace promfile {

// The nearest node that a value depends on, as the number of levels above the row: 0 is the row
// itself, 1 is its parent.
using Level = std::uint32_t;
inline constexpr Level store_level = ~Level{0}; // it depends on nothing but the store

// Finds the nodes to which simple paths lead, in one row after the other. If rows share a layout,
// the nodes are found once for the layout.
class RowNodes {
public:
    using Id = std::uint32_t;

    Id add(const NodePath& path);

    // To be called before the rows of another store.
    void next_store();
    // To be called before the rows of another element, each of which is then given to `next_row`.
    void next_element() { ++element_count_; }
    void next_row(const xml::Row& row);

    // The functions below answer for the last row; their results are valid until the next one.
    bool exists(Id id);
    // The string-value of the first node in document order; empty if there is none.
    std::string_view text(Id id) {
        const std::uint32_t slot = slot_of(id);
        return slot < first_special ? row_->values[slot] : special_text(id, slot);
    }
    // Whether the string-value of any of the nodes satisfies `test`.
    template<typename TextTest>
    bool any(Id id, TextTest test) {
        const std::uint32_t slot = slot_of(id);
        if (slot == gathered) {
            return texts(id).any(test);
        }
        if (slot == several) {
            return visit(paths_[id].path,
                         [&](std::uint32_t node) { return test(string_value(node, scratch_)); });
        }
        return exists(id) && test(text(id));
    }
    // Name of the row: of the element, or of the attribute.
    std::string_view name() const { return row_->layout->nodes[context_].name; }
    std::string_view element_name() const { return row_->layout->nodes[row_->element].name; }

    // A small number from 1, the same for all rows of the store that are the same node of the same
    // layout, and so have the same name. 0 if the layout is the row's own.
    std::uint32_t kind() const { return kind_->number; }

    const xml::Row& row() const { return *row_; }
    // A number from 1 that identifies the row (level 0) or its ancestor. Each row, ancestor and
    // store has its own.
    std::uint64_t identity(Level level) const {
        return level == 0 ? row_number_ : identity_above(level);
    }
    // The number of an open element: `above`, which is above the layout, or else a node of it.
    std::uint64_t identity_of(const xml::OpenElement* above, std::uint32_t node) const {
        return above != nullptr ? above->serial : in_layout | element_count_ << 32 | node;
    }

private:
    static constexpr std::uint64_t in_layout = std::uint64_t{1} << 63;
    // A slot number is an index of the row's values, or one of these special numbers.
    static constexpr std::uint32_t first_special = 0xffff0000;
    // With the number of levels above the layout's root added: an attribute of an open element.
    static constexpr std::uint32_t above_layout = first_special;
    static constexpr std::uint32_t absent = 0xfffffffb;
    static constexpr std::uint32_t empty = 0xfffffffc;    // one node without text
    static constexpr std::uint32_t several = 0xfffffffd;  // nodes, or pieces of text
    static constexpr std::uint32_t gathered = 0xfffffffe; // see RowLayout::texts
    static constexpr std::uint32_t unknown = 0xffffffff;

    // The slots of the paths, for all rows that are the same node of the same layout.
    struct RowKind {
        std::vector<std::uint32_t> slots; // by path
        std::uint32_t number = 0;         // see `kind`; 0 before the first row
    };
    // For elements with many attributes: the place of an attribute, by the element's identity.
    using Found = std::unordered_map<std::uint64_t, std::uint32_t>;
    struct Path {
        NodePath path;
        std::uint64_t last_serial = 0; // of the ancestor that was last searched
        std::uint32_t last_index = 0;  // of the attribute in it
        Found found;                   // by identity
        std::string text;              // where it is in several pieces
    };

    std::uint32_t slot_of(Id id) {
        std::uint32_t& slot = kind_->slots[id];
        if (slot == unknown) {
            slot = find(paths_[id]);
        }
        return slot;
    }
    const xml::TextList& texts(Id id) const { return *row_->layout->texts->find(paths_[id].path); }
    void forget_kinds();
    std::uint64_t identity_above(Level level) const;
    std::string_view special_text(Id id, std::uint32_t slot);
    const xml::Attribute* attribute_above(Path& path, std::uint32_t parents);
    std::uint32_t find(Path& path);
    std::uint32_t find_attribute(Path& path, std::uint32_t element);
    std::uint32_t text_slot(std::uint32_t element) const;
    std::string_view string_value(std::uint32_t node, std::string& scratch) const;
    template<typename Test>
    bool visit(const NodePath& path, const Test& test) const {
        return visit_nodes(row_->layout->nodes, path, context_, test);
    }

    std::vector<Path> paths_;
    std::map<NodePath, Id> ids_;
    const xml::Row* row_ = nullptr;
    std::uint32_t context_ = 0;       // the node of the row
    std::uint64_t element_count_ = 1; // counts `next_element`
    std::uint64_t row_number_ = 0;
    RowKind* kind_ = nullptr; // of the last row
    RowKind own_kind_;        // of a row whose layout is its own
    // By id of the layout, then by the row's node.
    std::vector<std::vector<RowKind>> known_kinds_;
    std::uint32_t kinds_ = 0; // how many have had rows
    std::string scratch_;
};

} // namespace promfile
