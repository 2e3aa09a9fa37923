#include "input/xml_store.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>
#include <sstream>

using namespace promfile;

namespace {

const std::vector<size_t> window_sizes = {1, 16, 64, 1024, size_t{1} << 20, size_t{1} << 30};

std::string inner(pugi::xml_node element) {
    std::ostringstream text;
    for (const pugi::xml_node child : element.children()) {
        child.print(text, "", pugi::format_raw);
    }
    return text.str();
}

// Everything that a rule may see of the rows, one line a row, and at last how the store ended.
std::string read_all(const std::string& path, const std::vector<RowRequest>& requests,
                     const ReadLimits& limits) {
    std::string out;
    try {
        InputFile file(path);
        XmlStore store(file, "store.xml", requests, limits);
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
std::string read_store(std::string_view content, const std::vector<RowRequest>& requests,
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

std::vector<RowRequest> whole(std::initializer_list<const char*> paths) {
    std::vector<RowRequest> requests;
    for (const char* path : paths) {
        requests.push_back({RowPath(path), true});
    }
    return requests;
}

std::vector<RowRequest> tags(std::initializer_list<const char*> paths) {
    std::vector<RowRequest> requests = whole(paths);
    for (RowRequest& request : requests) {
        request.whole_row = false;
    }
    return requests;
}

} // namespace

TEST_CASE("rows are found at any depth, with their ancestors and what is in them") {
    const char* store = "<?xml version='1.0'?>\n"
                        "<!-- <x/> --><s a='1'>\n"
                        "  <g n=\"&lt;&quot;'>\">\n"
                        "    <r i='1'>one<b/></r><r i='2'/>\n"
                        "  </g>\n"
                        "  <r i='3'><r i='4'>four</r></r>\n"
                        "</s>\n";
    CHECK(read_store(store, whole({"/s/g/r"})) == "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] one<b/>\n"
                                                  "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] \n"
                                                  "root s\n");
    CHECK(read_store(store, whole({"//r"})) == "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] one<b/>\n"
                                               "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] \n"
                                               "0 6:3 /s[a=1]/r[i=3] <r i=\"4\">four</r>\n"
                                               "0 6:12 /s[a=1]/r[i=3]/r[i=4] four\n"
                                               "root s\n");
    CHECK(read_store(store, tags({"//*"})) == "0 2:14 /s[a=1]\n"
                                              "0 3:3 /s[a=1]/g[n=<\"'>]\n"
                                              "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1]\n"
                                              "0 4:17 /s[a=1]/g[n=<\"'>]/r[i=1]/b\n"
                                              "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2]\n"
                                              "0 6:3 /s[a=1]/r[i=3]\n"
                                              "0 6:12 /s[a=1]/r[i=3]/r[i=4]\n"
                                              "root s\n");
    CHECK(read_store(store, tags({"/*/@*", "//r/@i"})) == "0 2:14 /s[a=1] @a=1\n"
                                                          "1 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] @i=1\n"
                                                          "1 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] @i=2\n"
                                                          "1 6:3 /s[a=1]/r[i=3] @i=3\n"
                                                          "1 6:12 /s[a=1]/r[i=3]/r[i=4] @i=4\n"
                                                          "root s\n");
}
