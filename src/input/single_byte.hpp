#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace promfile {

// An encoding that has one byte for each character and contains ASCII: TAB, LF, CR and everything
// printable below 0x7f.
struct SingleByteEncoding {
    std::string_view names; // in lower-case letters and digits alone, separated by spaces
    // The characters of the last bytes, up to 0xff; U+FFFD for a byte without a character. Bytes
    // before them stand for the characters of their own numbers.
    std::u16string_view high;
    // Bytes below 0x80 that are control characters in ASCII and something else here, each followed
    // by its character.
    std::u16string_view low = {};

    // Nothing if the byte stands for no character.
    constexpr std::optional<char32_t> character(unsigned char byte) const {
        const size_t first = 0x100 - high.size();
        if (byte >= first) {
            const char16_t character = high[byte - first];
            return character == 0xfffd ? std::nullopt : std::optional<char32_t>(character);
        }
        for (size_t i = 0; i < low.size(); i += 2) {
            if (low[i] == byte) {
                return low[i + 1];
            }
        }
        return byte;
    }
};

// All encodings of this kind that glibc's iconv has, under every name that it has for them.
std::span<const SingleByteEncoding> single_byte_encodings();

} // namespace promfile
