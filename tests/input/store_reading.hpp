#pragma once

#include "input/input_file.hpp"
#include "input/xml_store.hpp"
#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sstream>

// Stores read whole, for tests: everything that comes out of one as text.

namespace promfile {

inline const std::vector<size_t> window_sizes = {
    1, 16, 64, 1024, size_t{1} << 20, size_t{16} << 20};

inline std::string inner(pugi::xml_node element) {
    std::ostringstream text;
    for (const pugi::xml_node child : element.children()) {
        child.print(text, "", pugi::format_raw);
    }
    return text.str();
}

// Everything that a rule may see of the rows, one line a row, and at last how the store ended: the
// root's name, or the error.
inline std::string read_all(const std::string& path, const std::vector<RowRequest>& requests,
                            const ReadLimits& limits) {
    std::string out;
    try {
        InputFile file(path);
        XmlStore store(file.reader(), "store.xml", requests, limits);
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

// The same for every window, which is checked.
inline std::string read_store(std::string_view content, const std::vector<RowRequest>& requests,
                              ReadLimits limits = {}) {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", content);
    std::optional<std::string> first;
    for (const size_t window : window_sizes) {
        limits.window_bytes = window;
        const std::string got = read_all(path, requests, limits);
        CAPTURE(window);
        CAPTURE(content.substr(0, 500));
        if (first) {
            CHECK(got == *first);
        }
        first = got;
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

} // namespace promfile
