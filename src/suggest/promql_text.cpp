#include "suggest/promql_text.hpp"

#include <string_view>

namespace promfile::suggest {

std::string in_promql(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    return out + "\"";
}

std::string literal_regex(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view(".+*?()[]{}|^$\\").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

} // namespace promfile::suggest
