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

// What the first bytes of a store say of its encoding (XML 1.0, appendix F).
struct EncodingGuess {
    Encoding encoding;
    size_t bom_bytes = 0;    // to be skipped
    bool undecided = false;  // the XML declaration is not yet there in full
    std::string unsupported; // the name of an encoding that is not known
};

// `head` is the beginning of the store; `whole` says that nothing follows it. A byte order mark
// wins over the declaration, and so does the width of the characters that the bytes show. Names
// are read in any spelling: "UTF8", "utf-8", "Latin1", "iso8859_1", "CP-1252", "x-mac-cyrillic".
EncodingGuess guess_encoding(std::string_view head, bool whole);

// Is it a name of UTF-16, UTF-32 or UCS-2, in any spelling?
bool is_wide_encoding_name(std::string_view declared);

// Appends `bytes` to `out` in UTF-8 as far as they are characters that XML allows. Returns the
// number of bytes used. It stops before an unfinished character at the end, and before a byte that
// stands for no such character: `fault` then says so in a sentence.
size_t decode(const Encoding& encoding, std::string_view bytes, std::string& out,
              std::optional<std::string>& fault);

// Bytes to skip after `decode` stopped at a fault.
size_t unit_bytes(const Encoding& encoding);

} // namespace promfile
