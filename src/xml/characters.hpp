#pragma once

#include "support/utf8.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace promfile::xml {

namespace character_class {

inline constexpr unsigned char space = 1;      // S, production 3
inline constexpr unsigned char name_start = 2; // NameStartChar, production 4, within ASCII
inline constexpr unsigned char name = 4;       // NameChar, production 4a, within ASCII
inline constexpr unsigned char other = 8;      // a byte of a character beyond ASCII

inline constexpr std::array<unsigned char, 256> of = [] {
    std::array<unsigned char, 256> classes{};
    for (unsigned c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool start = letter || c == '_' || c == ':';
        const bool further = start || (c >= '0' && c <= '9') || c == '-' || c == '.';
        unsigned char bits = c >= 0x80 ? other : 0;
        bits |= c == ' ' || c == '\t' || c == '\n' || c == '\r' ? space : 0;
        bits |= start ? name_start : 0;
        bits |= further ? name : 0;
        classes[c] = bits;
    }
    return classes;
}();

} // namespace character_class

inline bool is_of_class(char c, unsigned classes) {
    return (character_class::of[static_cast<unsigned char>(c)] & classes) != 0;
}
inline bool is_space(char c) {
    return is_of_class(c, character_class::space);
}
// Can the character that begins with this byte begin a name, or be part of one? Both are true for
// all characters beyond ASCII, about which is_xml_name decides.
inline bool may_begin_name(char c) {
    return is_of_class(c, character_class::name_start | character_class::other);
}
inline bool may_be_in_name(char c) {
    return is_of_class(c, character_class::name | character_class::other);
}

// The number of bytes of the character at `at`, whose first byte is not ASCII; 0 if the bytes are
// not UTF-8 or XML 1.0 does not allow the character. `padding_bytes` NUL bytes follow `end`.
inline std::size_t character_length(const char* at, const char* end) {
    const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80; };
    // Fast paths for ranges in which every well-formed sequence is a character of XML: two bytes,
    // three bytes from U+1000 to U+CFFF, and four bytes up to U+3FFFF. The other ranges hold
    // surrogates, overlong forms and U+FFFE and U+FFFF.
    if (byte(0) >= 0xe1 && byte(0) <= 0xec && follows(1) && follows(2)) {
        return 3;
    }
    if (byte(0) >= 0xc2 && byte(0) <= 0xdf && follows(1)) {
        return 2;
    }
    if (byte(0) == 0xf0 && byte(1) >= 0x90 && follows(1) && follows(2) && follows(3)) {
        return 4;
    }
    const Utf8Character next = decode_utf8({at, static_cast<std::size_t>(end - at)});
    return next.length > 0 && is_xml_character(next.character) ? next.length : 0;
}

} // namespace promfile::xml
