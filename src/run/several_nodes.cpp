#include "run/several_nodes.hpp"

#include "xpath/tokens.hpp"

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

// Whether the expression is a union as a whole: not within a predicate or parentheses.
bool is_union(std::string_view xpath) {
    int depth = 0;
    for (const XPathToken& token : xpath_tokens(xpath)) {
        depth += token.text == "(" || token.text == "[" ? 1 : 0;
        depth -= token.text == ")" || token.text == "]" ? 1 : 0;
        if (token.text == "|" && depth == 0) {
            return true;
        }
    }
    return false;
}

// The first node of all, the one that counts. a/b[1] would be the first b of each a.
std::string first_of(const std::string& xpath) {
    const bool is_name = xpath.find_first_of("/[(|@*:") == std::string::npos;
    return is_name ? xpath + "[1]" : fmt::format("({})[1]", xpath);
}

// Of a path to an attribute the last element gets the predicate: an attribute has no attributes.
std::string with_predicate(const std::string& xpath, std::string_view predicate) {
    if (xpath.find('|') != std::string::npos || xpath.starts_with("//") ||
        gives_attributes(xpath)) {
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
    if (xpath == text) {
        return fmt::format(" gives several pieces of text on a row, and the first one counts{}; . "
                           "is all of its text",
                           where);
    }
    if (xpath.ends_with("/text()") && !is_union(xpath)) {
        std::string element = xpath.substr(0, xpath.size() - text.size());
        while (element.ends_with('/')) {
            element.pop_back();
        }
        if (!element.empty()) {
            return fmt::format(" gives several pieces of text on a row, and the first one "
                               "counts{0}; {1} is all text of the first {1}",
                               where, element);
        }
    }
    return fmt::format(
        " gives several nodes on a row, and the first one counts{}; choose one, as "
        "in {} or {}",
        where, first_of(xpath),
        with_predicate(xpath, gives_attributes(xpath) ? "[name() = 'x']" : "[@name = 'x']"));
}

} // namespace promfile
