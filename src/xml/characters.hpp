#pragma once

#include "support/utf8.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace promfile::xml {

namespace character_class {

inline constexpr unsigned char space = 1;      // S, production 3
inline constexpr unsigned char name_start = 2; // NameStartChar, production 4; of ASCII
inline constexpr unsigned char name = 4;       // NameChar, production 4a; of ASCII
inline constexpr unsigned char other = 8;      // not ASCII: may be any of these but white space

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
// May it begin a name? What is not ASCII is looked at later, by is_xml_name.
inline bool may_begin_name(char c) {
    return is_of_class(c, character_class::name_start | character_class::other);
}
inline bool may_be_in_name(char c) {
    return is_of_class(c, character_class::name | character_class::other);
}

// Length of the character of XML that stands at `at`, of which the lead byte is not ASCII; 0 where
// there is none. `end` is followed by padding.
inline std::size_t character_length(const char* at, const char* end) {
    const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80; };
    // The great many that need no second look: of two bytes, of three from U+1000 to U+CFFF, and of
    // four up to U+3FFFF.
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
