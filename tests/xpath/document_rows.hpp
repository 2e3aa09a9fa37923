#pragma once

#include "xml/row.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

// The elements and attributes of a pugixml document as rows, each in the ways in which a reader can
// hand it out.

namespace promfile {

// A row, and the same in the document.
struct DocumentRow {
    xml::Row row;
    pugi::xpath_node node;
    bool starts_element; // another layout or other values than those of the row before
};

class DocumentRows {
public:
    // With `shared_layouts`, rows with the same nodes have one layout. With `tags_only` the rows
    // are start tags alone. With `whole_document` the root element is a row and all others are in
    // it.
    explicit DocumentRows(pugi::xml_node document, bool shared_layouts, bool tags_only = false,
                          bool whole_document = false)
        : shared_layouts_(shared_layouts), tags_only_(tags_only), whole_document_(whole_document) {
        elements(document, nullptr);
    }

    const std::vector<DocumentRow>& rows() const { return rows_; }

private:
    struct Layout {
        std::vector<xml::LayoutNode> nodes;
        xml::RowLayout layout;
    };

    void elements(pugi::xml_node parent, const xml::OpenElement* open) {
        for (const pugi::xml_node child : parent.children()) {
            if (child.type() != pugi::node_element) {
                continue;
            }
            const size_t first = rows_.size();
            element_row(child, open);
            rows_[first].starts_element = true;
            if (!whole_document_) {
                elements(child, &open_element(child, open));
            }
        }
    }

    const xml::OpenElement& open_element(pugi::xml_node element, const xml::OpenElement* parent) {
        std::vector<xml::Attribute>& attributes = attributes_.emplace_back();
        for (const pugi::xml_attribute attribute : element.attributes()) {
            attributes.push_back({attribute.name(), attribute.value()});
        }
        return open_.emplace_back(xml::OpenElement{element.name(), attributes, parent, ++serial_});
    }

    void element_row(pugi::xml_node element, const xml::OpenElement* open) {
        Layout layout;
        std::vector<std::string_view>& values = values_.emplace_back();
        std::vector<pugi::xpath_node> nodes;
        add(element, xml::none, layout.nodes, values, nodes);
        const xml::RowLayout& kept = keep(std::move(layout));
        const std::uint32_t all = whole_document_ ? static_cast<std::uint32_t>(nodes.size()) : 1;
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(nodes.size()); ++i) {
            const xml::LayoutNode& node = kept.nodes[i];
            const bool is_attribute = node.kind == xml::NodeKind::attribute;
            const std::uint32_t owner = is_attribute ? node.parent : i;
            if (owner >= all || (!is_attribute && node.kind != xml::NodeKind::element) ||
                node.name.starts_with("xmlns")) {
                continue;
            }
            rows_.push_back({{&kept, values, open, owner, is_attribute ? i : xml::none, 0, 0},
                             nodes[i],
                             false});
        }
    }

    void add(pugi::xml_node element, std::uint32_t parent, std::vector<xml::LayoutNode>& nodes,
             std::vector<std::string_view>& values, std::vector<pugi::xpath_node>& places) {
        const auto at = static_cast<std::uint32_t>(nodes.size());
        const auto leaf = [&](std::string_view name, std::uint32_t owner, std::string_view value,
                              xml::NodeKind kind, pugi::xpath_node place) {
            const auto slot = static_cast<std::uint32_t>(values.size());
            nodes.push_back(
                {name, owner, static_cast<std::uint32_t>(nodes.size() + 1), slot, kind});
            values.push_back(value);
            places.push_back(place);
        };
        nodes.push_back({element.name(), parent, 0, xml::none, xml::NodeKind::element});
        places.emplace_back(element);
        for (const pugi::xml_attribute attribute : element.attributes()) {
            leaf(attribute.name(), at, attribute.value(), xml::NodeKind::attribute,
                 {attribute, element});
        }
        for (const pugi::xml_node child : element.children()) {
            if (tags_only_) {
                break;
            }
            if (child.type() == pugi::node_element) {
                add(child, at, nodes, values, places);
            } else {
                leaf("", at, child.value(),
                     child.type() == pugi::node_cdata ? xml::NodeKind::cdata : xml::NodeKind::text,
                     child);
            }
        }
        nodes[at].end = static_cast<std::uint32_t>(nodes.size());
    }

    const xml::RowLayout& keep(Layout&& layout) {
        std::string key;
        for (const xml::LayoutNode& node : layout.nodes) {
            key += std::string(node.name) + ' ' + std::to_string(node.end) +
                   static_cast<char>('0' + static_cast<int>(node.kind));
        }
        const auto known = shared_.find(key);
        if (shared_layouts_ && known != shared_.end()) {
            return *known->second;
        }
        Layout& kept = layouts_.emplace_back(std::move(layout));
        kept.layout.nodes = kept.nodes;
        kept.layout.id = shared_layouts_ ? static_cast<std::uint32_t>(shared_.size() + 1) : 0;
        shared_.emplace(key, &kept.layout);
        return kept.layout;
    }

    bool shared_layouts_, tags_only_, whole_document_;
    std::deque<Layout> layouts_;
    std::map<std::string, const xml::RowLayout*> shared_;
    std::deque<std::vector<std::string_view>> values_;
    std::deque<std::vector<xml::Attribute>> attributes_;
    std::deque<xml::OpenElement> open_;
    std::uint64_t serial_ = 0;
    std::vector<DocumentRow> rows_;
};

} // namespace promfile
