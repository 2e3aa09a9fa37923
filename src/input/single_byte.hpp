#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace promfile {

// An encoding that has one byte for each character and contains ASCII: TAB, LF, CR and everything
// printable below 0x7f.
struct SingleByteEncoding {
    // Characters of the bytes from 0x80 on; 0 for a byte without a character.
    std::array<char16_t, 128> high;
    // Bytes below 0x80 that are control characters in ASCII and something else here, until the
    // first pair of zeros.
    std::array<std::pair<std::uint8_t, char16_t>, 12> low;

    constexpr char32_t character(unsigned char byte) const {
        if (byte >= 0x80) {
            return high[byte - 0x80U];
        }
        if (byte < 0x20 || byte == 0x7f) {
            for (const auto& [other, character] : low) {
                if (other == byte && character != 0) {
                    return character;
                }
            }
        }
        return byte;
    }
};

struct SingleByteName {
    std::string_view name; // in lower-case letters and digits alone
    const SingleByteEncoding* encoding;
};

// Every name that glibc's iconv has for such an encoding, sorted.
std::span<const SingleByteName> single_byte_names();

} // namespace promfile
