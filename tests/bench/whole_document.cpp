// A program of the comparison that holds the whole document in memory: reads the store into a tree
// of pugixml and counts its rows by type and operation.
//
//     whole_document STORE DEPTH OPERATION      DEPTH: of the rows, the root element being 1
//                                               OPERATION: @NAME or the NAME of a child element

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

#include <pugixml.hpp>

namespace {

using Counts = std::map<std::pair<std::string_view, std::string_view>, long>;

void count_rows(pugi::xml_node parent, int depth, const char* operation, Counts& counts) {
    for (const pugi::xml_node child : parent.children()) {
        if (child.type() != pugi::node_element) {
            continue;
        }
        if (depth > 1) {
            count_rows(child, depth - 1, operation, counts);
            continue;
        }
        const char* found = operation[0] == '@' ? child.attribute(operation + 1).value()
                                                : child.child_value(operation);
        ++counts[{child.name(), found}];
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: whole_document STORE DEPTH OPERATION\n", stderr);
        return 2;
    }
    pugi::xml_document document;
    const pugi::xml_parse_result result = document.load_file(argv[1]);
    if (!result) {
        std::fprintf(stderr, "whole_document: %s: %s\n", argv[1], result.description());
        return 1;
    }
    Counts counts;
    count_rows(document, std::atoi(argv[2]), argv[3], counts);
    for (const auto& [key, count] : counts) {
        std::printf("store_rows{type=\"%s\",operation=\"%s\"} %ld\n", key.first.data(),
                    key.second.data(), count);
    }
}
