#include "xml/characters.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;
using namespace promfile::xml;

namespace {

// The number in so many bytes of the form of UTF-8, also where it is no character or has fewer.
std::string encoded(std::uint32_t number, std::size_t bytes) {
    constexpr unsigned char firsts[] = {0, 0, 0xc0, 0xe0, 0xf0};
    std::string text(bytes, '\0');
    for (std::size_t i = bytes - 1; i > 0; --i) {
        text[i] = static_cast<char>(0x80U | (number & 0x3fU));
        number >>= 6U;
    }
    text[0] = static_cast<char>(firsts[bytes] | number);
    return text;
}

std::size_t bytes_of_number(std::uint32_t number) {
    return number < 0x80 ? 1 : number < 0x800 ? 2 : number < 0x10000 ? 3 : 4;
}

} // namespace

TEST_CASE("the characters of XML are those of production 2") {
    std::string wrong;
    for (std::uint32_t number = 0; number < 0x120000; ++number) {
        const bool allowed = number == 0x9 || number == 0xa || number == 0xd ||
                             (number >= 0x20 && number <= 0xd7ff) ||
                             (number >= 0xe000 && number <= 0xfffd) ||
                             (number >= 0x10000 && number <= 0x10ffff);
        const std::size_t shortest = bytes_of_number(number);
        for (std::size_t bytes = shortest; bytes <= 4; ++bytes) {
            const std::string text = encoded(number, bytes) + std::string(4, '\0');
            const std::size_t length = character_length(text.data(), text.data() + bytes);
            if (length != (allowed && bytes == shortest ? bytes : 0)) {
                wrong += std::to_string(number) + " ";
            }
        }
    }
    CHECK(wrong.empty());
}
