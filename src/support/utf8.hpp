#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace promfile {

// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& out, char32_t character);

// May a document hold it? The Char production of XML 1.0: TAB, LF, CR, and everything from
// U+0020 on but surrogates, U+FFFE and U+FFFF.
bool is_xml_character(char32_t character);

// One character at the front of a text. `length` is 0 where no well-formed UTF-8 begins; then
// `missing` says whether more bytes could still make it one.
struct Utf8Character {
    char32_t character = 0;
    size_t length = 0;
    bool missing = false;
};
Utf8Character decode_utf8(std::string_view text);

// How many bytes at the front are well-formed UTF-8 of XML characters. Plain ASCII runs at the
// speed of memory.
size_t xml_text_prefix(std::string_view text);

// The text with U+FFFD in place of each byte that does not belong to well-formed UTF-8.
std::string to_utf8(std::string_view text);
// For names of files, of which no two become one: each such byte becomes \xHH, and so does a
// backslash that begins a text of that form.
std::string escaped_utf8(std::string_view text);
bool is_utf8(std::string_view text);
bool is_ascii(std::string_view text);

// Number of characters (not bytes) in well-formed UTF-8.
size_t count_characters(std::string_view text);

} // namespace promfile
