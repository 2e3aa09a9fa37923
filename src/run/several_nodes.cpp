#include "run/several_nodes.hpp"

#include <fmt/format.h>
#include <string_view>

namespace promfile {

namespace {

// Whether the nodes are several attributes of an element, as of @* and of @a | @b.
bool gives_attributes(std::string_view xpath) {
    const size_t attribute = xpath.rfind('@');
    return attribute != std::string_view::npos &&
           xpath.find_first_of("/[", attribute) == std::string_view::npos &&
           (xpath.substr(attribute) == "@*" || xpath.find('|') != std::string_view::npos);
}

// Of a path to an attribute the last element gets the predicate: an attribute has neither
// neighbours to count nor attributes.
std::string with_predicate(const std::string& xpath, std::string_view predicate) {
    if (xpath.find('|') != std::string::npos || gives_attributes(xpath)) {
        return fmt::format("({}){}", xpath, predicate);
    }
    const size_t attribute = xpath.rfind("/@");
    const bool is_last = attribute != std::string::npos &&
                         xpath.find_first_of("/[", attribute + 1) == std::string::npos;
    const size_t end = is_last ? attribute : xpath.size();
    return fmt::format("{}{}{}", xpath.substr(0, end), predicate, xpath.substr(end));
}

} // namespace

std::string advice_on_several_nodes(const std::string& xpath, const std::string& where) {
    constexpr std::string_view text = "text()";
    if (xpath == text || xpath.ends_with("/text()")) {
        std::string element = xpath.substr(0, xpath.size() - text.size());
        while (element.ends_with('/')) {
            element.pop_back();
        }
        return fmt::format(" gives several pieces of text on a row, and the first one counts{}; {} "
                           "is all of its text",
                           where, element.empty() ? "." : element);
    }
    return fmt::format(
        " gives several nodes on a row, and the first one counts{}; choose one, as "
        "in {} or {}",
        where, with_predicate(xpath, "[1]"),
        with_predicate(xpath, gives_attributes(xpath) ? "[name() = 'x']" : "[@name = 'x']"));
}

} // namespace promfile
