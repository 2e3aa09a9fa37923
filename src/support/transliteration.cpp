#include "support/transliteration.hpp"

#include "support/utf8.hpp"

#include <fmt/format.h>
#include <iterator>

namespace promfile {

namespace {

// The letters of Latin-1 and Latin Extended-A, from U+00C0 to U+017F, as Unicode decomposes them,
// or as they are written in languages without such a letter. The multiplication and division signs
// have no letters.
constexpr char32_t first_letter = 0xc0;
constexpr std::string_view letters[] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e",  "e",  "i", "i", "i",  "i",  // U+00C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u",  "u",  "u", "y", "th", "ss", // U+00D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e",  "e",  "i", "i", "i",  "i",  // U+00E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u",  "u",  "u", "y", "th", "y",  // U+00F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c",  "c",  "c", "c", "d",  "d",  // U+0100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e",  "e",  "g", "g", "g",  "g",  // U+0110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i",  "i",  "i", "i", "i",  "i",  // U+0120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l",  "l",  "l", "l", "l",  "l",  // U+0130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "ng", "ng", "o", "o", "o",  "o",  // U+0140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s",  "s",  "s", "s", "s",  "s",  // U+0150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u",  "u",  "u", "u", "u",  "u",  // U+0160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z",  "z",  "z", "z", "z",  "s",  // U+0170
};
static_assert(std::size(letters) == 0x180 - first_letter);

// A mark on the letter before it.
bool is_combining_mark(char32_t character) {
    return character >= 0x300 && character < 0x370;
}

std::string_view letter_of(char32_t character) {
    return character >= first_letter && character < first_letter + std::size(letters)
               ? letters[character - first_letter]
               : std::string_view();
}

} // namespace

std::string transliterated(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const Utf8Character next = decode_utf8(text);
        if (next.length <= 1) { // ASCII, or a byte that is not UTF-8
            out += next.length == 1 ? text.front() : '_';
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(next.length);
        const std::string_view letter = letter_of(next.character);
        if (!letter.empty()) {
            out += letter;
        } else if (!is_combining_mark(next.character)) {
            fmt::format_to(std::back_inserter(out), "_u{:04x}_",
                           static_cast<unsigned>(next.character));
        }
    }
    return out;
}

} // namespace promfile
