#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace promfile {

// Characters of ASCII, independent of the locale.

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
    return is_lower(c) || is_upper(c);
}
constexpr bool is_blank(char c) { // within a line
    return c == ' ' || c == '\t';
}
constexpr bool is_space(char c) { // white space of XML 1.0, section 2.3
    return is_blank(c) || c == '\r' || c == '\n';
}
constexpr char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
inline std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return to_lower(c); });
    return lower;
}

} // namespace promfile
