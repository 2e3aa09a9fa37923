#include "xpath/tokens.hpp"

#include "support/ascii.hpp"

#include <algorithm>

namespace promfile {

namespace {

constexpr size_t npos = std::string_view::npos;

bool is_name_start(char c) {
    return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_character(char c) {
    return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

size_t name_length(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
    return static_cast<size_t>(end - text.begin());
}

// Longest first.
constexpr std::string_view symbols[] = {"//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".",
                                        "@",  ",",  "/",  "|",  "+",  "-", "=", "<", ">", "*"};

// After these a name or * is an operand; after anything else it is an operator.
bool expects_operand(const std::vector<XPathToken>& before) {
    if (before.empty()) {
        return true;
    }
    const XPathToken& last = before.back();
    if (last.kind == XPathTokenKind::axis) {
        return true;
    }
    return last.kind == XPathTokenKind::symbol && last.text != ")" && last.text != "]" &&
           last.text != "." && last.text != "..";
}

} // namespace

std::vector<XPathToken> xpath_tokens(std::string_view xpath) {
    std::vector<XPathToken> tokens;
    const auto take = [&](XPathTokenKind kind, size_t length, size_t skipped = 0) {
        tokens.push_back({kind, xpath.substr(0, length)});
        xpath.remove_prefix(length + skipped);
    };
    for (;;) {
        const size_t blank = xpath.find_first_not_of(" \t\r\n");
        if (blank == npos) {
            return tokens;
        }
        xpath.remove_prefix(blank);
        const char first = xpath.front();
        const bool operand = expects_operand(tokens);
        if (first == '\'' || first == '"') {
            const size_t end = xpath.find(first, 1);
            if (end == npos) {
                take(XPathTokenKind::unknown, xpath.size());
                return tokens;
            }
            take(XPathTokenKind::literal, end + 1);
        } else if (is_digit(first) || (first == '.' && xpath.size() > 1 && is_digit(xpath[1]))) {
            const size_t end = xpath.find_first_not_of("0123456789.");
            take(XPathTokenKind::number, std::min(end, xpath.size()));
        } else if (first == '$') {
            take(XPathTokenKind::variable, 1 + name_length(xpath.substr(1)));
        } else if (is_name_start(first)) {
            size_t length = name_length(xpath);
            if (!operand) { // and or div mod
                take(XPathTokenKind::symbol, length);
                continue;
            }
            const size_t after = std::min(xpath.find_first_not_of(" \t\r\n", length), xpath.size());
            if (xpath.substr(after).starts_with("::")) {
                take(XPathTokenKind::axis, length, after - length + 2);
                continue;
            }
            if (xpath.substr(length).starts_with(":")) {
                const std::string_view local = xpath.substr(length + 1);
                length += 1 + (local.starts_with("*") ? 1 : name_length(local));
            }
            const size_t next = xpath.find_first_not_of(" \t\r\n", length);
            const bool call = next != npos && xpath[next] == '(';
            take(call ? XPathTokenKind::function : XPathTokenKind::name, length);
        } else {
            const auto symbol =
                std::find_if(std::begin(symbols), std::end(symbols),
                             [xpath](std::string_view s) { return xpath.starts_with(s); });
            if (symbol == std::end(symbols)) {
                take(XPathTokenKind::unknown, xpath.size());
                return tokens;
            }
            const bool any_name = *symbol == "*" && operand;
            take(any_name ? XPathTokenKind::name : XPathTokenKind::symbol, symbol->size());
        }
    }
}

} // namespace promfile
