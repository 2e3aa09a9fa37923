#pragma once

#include "support/error.hpp"
#include "xml/row_reader.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <optional>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Everything that comes out of a store, as text: one line a row, "REQUEST LINE:COLUMN PATH
// [@ATTRIBUTE=VALUE] CONTENT", and at last what is counted and how the store ended.

namespace promfile::xml {

// Adds the children of a node of a row's layout to a tree.
inline void add_children(pugi::xml_node parent, const Row& row, std::uint32_t of) {
    const auto nodes = row.layout->nodes;
    for (std::uint32_t i = of + 1; i < nodes[of].end; i = nodes[i].end) {
        const LayoutNode& node = nodes[i];
        const std::string name(node.name);
        const std::string value(node.slot == none ? std::string_view() : row.values[node.slot]);
        switch (node.kind) {
        case NodeKind::element: {
            pugi::xml_node child = parent.append_child(name.c_str());
            add_children(child, row, i);
            break;
        }
        case NodeKind::attribute:
            parent.append_attribute(name.c_str()) = value.c_str();
            break;
        default:
            parent.append_child(node.kind == NodeKind::text ? pugi::node_pcdata : pugi::node_cdata)
                .set_value(value.c_str());
        }
    }
}

inline std::string inner(pugi::xml_node element) {
    std::ostringstream text;
    for (const pugi::xml_node child : element.children()) {
        child.print(text, "", pugi::format_raw);
    }
    return text.str();
}

inline std::string tag_of(const Row& row, std::uint32_t element) {
    const auto nodes = row.layout->nodes;
    std::string tag = fmt::format("/{}", nodes[element].name);
    for (std::uint32_t i = element + 1;
         i < nodes[element].end && nodes[i].kind == NodeKind::attribute; ++i) {
        tag += fmt::format("[{}={}]", nodes[i].name, row.values[nodes[i].slot]);
    }
    return tag;
}

inline std::string path_of(const Row& row) {
    std::string path;
    for (std::uint32_t i = row.element; i != none; i = row.layout->nodes[i].parent) {
        path.insert(0, tag_of(row, i));
    }
    for (const OpenElement* above = row.parent; above != nullptr; above = above->parent) {
        std::string tag = fmt::format("/{}", above->name);
        for (const Attribute& attribute : above->attributes) {
            tag += fmt::format("[{}={}]", attribute.name, attribute.value);
        }
        path.insert(0, tag);
    }
    return path;
}

inline std::string read_once(ReadBytes bytes, const std::vector<RowRequest>& requests,
                             const ReadLimits& limits) {
    std::string out;
    try {
        RowReader store(std::move(bytes), "store.xml", requests, limits);
        for (auto rows = store.next(); !rows.empty(); rows = store.next()) {
            for (const Row& row : rows) {
                const TextPosition at = store.position_of(row);
                out += fmt::format("{} {}:{} {}", row.request, at.line, at.column, path_of(row));
                if (row.attribute != none) {
                    const LayoutNode& node = row.layout->nodes[row.attribute];
                    out += fmt::format(" @{}={}", node.name, row.values[node.slot]);
                } else if (requests[row.request].whole_row) {
                    pugi::xml_document document;
                    pugi::xml_node element = document.append_child("row");
                    add_children(element, row, row.element);
                    out += ' ' + inner(element);
                }
                out += '\n';
            }
        }
        out += "root " + store.root_name() + '\n';
        out += store.roots() > 1 ? fmt::format("roots: {}\n", store.roots()) : "";
        if (store.cut_short()) {
            out += "cut short: " + *store.cut_short() + '\n';
        } else if (store.replaced() > 0) { // (what is read beyond a fault depends on the buffer)
            out += fmt::format("replaced: {}\n", store.replaced());
        }
    } catch (const Error& error) {
        // What was read before an error is not used.
        return fmt::format("error: {}\n", error.what());
    }
    return out;
}

inline ReadBytes bytes_of(std::string_view content, std::size_t at_once) {
    return [content, at_once](char* data, std::size_t size) mutable {
        const std::size_t got = std::min({size, at_once, content.size()});
        std::copy_n(content.data(), got, data);
        content.remove_prefix(got);
        return got;
    };
}

// The same for every size of the buffer, with shapes and without, which is checked.
inline std::string read_store(std::string_view content, const std::vector<RowRequest>& requests,
                              ReadLimits limits = {}) {
    std::optional<std::string> first;
    for (const std::size_t size : std::initializer_list<std::size_t>{1, 16, 64, 1024, 1 << 20}) {
        for (const bool shapes : {true, false}) {
            limits.buffer_bytes = size;
            limits.shapes = shapes;
            const std::string got = read_once(bytes_of(content, size), requests, limits);
            if (first && got != *first) {
                CAPTURE(size);
                CAPTURE(shapes);
                CAPTURE(content.substr(0, 2000));
                CHECK(got == *first);
            }
            first = got;
        }
    }
    return *first;
}

inline std::vector<RowRequest> whole(std::initializer_list<const char*> paths) {
    std::vector<RowRequest> requests;
    for (const char* path : paths) {
        requests.push_back({RowPath(path), true});
    }
    return requests;
}

inline std::vector<RowRequest> tags(std::initializer_list<const char*> paths) {
    std::vector<RowRequest> requests = whole(paths);
    for (RowRequest& request : requests) {
        request.whole_row = false;
    }
    return requests;
}

} // namespace promfile::xml
