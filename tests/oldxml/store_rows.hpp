#pragma once

#include "oldxml/xml_store.hpp"
#include "support/error.hpp"

#include <fmt/format.h>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

// Everything that comes out of a store, as text.

namespace promfile {

inline std::string inner(pugi::xml_node element) {
    std::ostringstream text;
    for (const pugi::xml_node child : element.children()) {
        child.print(text, "", pugi::format_raw);
    }
    return text.str();
}

// Everything that a rule may see of the rows, one line a row, and at last how the store ended: the
// root's name, or the error.
inline std::string read_all(ReadBytes bytes, const std::vector<RowRequest>& requests,
                            const ReadLimits& limits) {
    std::string out;
    try {
        XmlStore store(std::move(bytes), "store.xml", requests, limits);
        std::vector<Row> rows;
        while (store.next(rows)) {
            for (const Row& row : rows) {
                const TextPosition at = store.position_of(row);
                out += fmt::format("{} {}:{} ", row.request, at.line, at.column);
                std::string above;
                for (pugi::xml_node n = row.element; n.type() == pugi::node_element;
                     n = n.parent()) {
                    std::string tag = fmt::format("/{}", n.name());
                    for (const pugi::xml_attribute a : n.attributes()) {
                        tag += fmt::format("[{}={}]", a.name(), a.value());
                    }
                    above.insert(0, tag);
                }
                out += above;
                out += row.attribute
                           ? fmt::format(" @{}={}", row.attribute.name(), row.attribute.value())
                           : "";
                if (requests[row.request].whole_row) {
                    out += fmt::format(" {}", inner(row.element));
                }
                out += '\n';
            }
        }
        out += "root " + store.root_name() + '\n';
        if (store.cut_short()) {
            out += "cut short: " + *store.cut_short() + '\n';
        }
    } catch (const Error& error) {
        // What was read before an error is not used.
        return fmt::format("error: {}\n", error.what());
    }
    return out;
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

} // namespace promfile
