#pragma once

#include "input/single_byte.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace promfile {

enum class EncodingForm { utf8, utf16le, utf16be, utf32le, utf32be, single_byte };

struct Encoding {
    EncodingForm form = EncodingForm::utf8;
    const SingleByteEncoding* single_byte = nullptr; // of that form
    std::string name = "UTF-8";                      // as the store declares it
};

// The encoding of a store, as far as its first bytes show it (XML 1.0, appendix F).
struct EncodingGuess {
    Encoding encoding;
    size_t bom_bytes = 0;    // to be skipped
    bool undecided = false;  // the XML declaration is not complete yet
    std::string unsupported; // the name of an encoding that promfile does not know
};

// `head` is the beginning of the store; `whole` tells that nothing follows it. A byte order mark
// beats the declaration, and so does the width of the characters as the bytes show it. Names are
// read in any spelling: "UTF8", "utf-8", "Latin1", "iso8859_1", "CP-1252", "x-mac-cyrillic".
EncodingGuess guess_encoding(std::string_view head, bool whole);

// Whether the name means UTF-16, UTF-32 or UCS-2, in any spelling.
bool is_wide_encoding_name(std::string_view declared);

// Appends the characters of `bytes` to `out` in UTF-8 and returns the number of bytes used. Stops
// before an incomplete character at the end, and before a character that is invalid or that XML
// does not allow: `fault` then names it in a sentence.
size_t decode(const Encoding& encoding, std::string_view bytes, std::string& out,
              std::optional<std::string>& fault);

// Bytes to skip after `decode` stopped at a fault.
size_t unit_bytes(const Encoding& encoding);

} // namespace promfile
