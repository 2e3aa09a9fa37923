#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace promfile {

// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& out, char32_t character);

// Whether XML 1.0 allows the character in a document (production Char): TAB, LF, CR, and every
// character from U+0020 on except surrogates, U+FFFE and U+FFFF.
bool is_xml_character(char32_t character);

// The character at the front of a text. `length` is 0 if the text does not begin with well-formed
// UTF-8; `missing` then tells whether more bytes could complete the character.
struct Utf8Character {
    char32_t character = 0;
    size_t length = 0;
    bool missing = false;
};
Utf8Character decode_utf8(std::string_view text);

// The number of bytes at the front that are well-formed UTF-8 of characters allowed in XML. Plain
// ASCII is checked at the speed of memory.
size_t xml_text_prefix(std::string_view text);

// The text with U+FFFD for each byte that is not part of well-formed UTF-8.
std::string to_utf8(std::string_view text);
// For names of files, which stay different: each byte that is not UTF-8 becomes \xHH, and so does a
// backslash that begins a text of that form.
std::string escaped_utf8(std::string_view text);
bool is_utf8(std::string_view text);
bool is_ascii(std::string_view text);

} // namespace promfile
