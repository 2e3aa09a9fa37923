#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace promfile {

enum class Encoding { utf8, utf16le, utf16be, utf32le, utf32be, latin1, windows1252 };

// What the first bytes of a store say of its encoding (XML 1.0, appendix F).
struct EncodingGuess {
    Encoding encoding = Encoding::utf8;
    size_t bom_bytes = 0;    // to be skipped
    bool undecided = false;  // the XML declaration is not yet there in full
    std::string unsupported; // the declared name, where it is none of ours
};

// `head` is the beginning of the store; `whole` says that nothing follows it. A byte order mark
// wins over the declaration, and so does the width of the characters that the bytes show. Names
// are read in any spelling: "UTF8", "utf-8", "Latin1", "iso8859_1", "CP-1252".
EncodingGuess guess_encoding(std::string_view head, bool whole);

// Converts `bytes` to UTF-8 behind `out` as far as it holds characters that XML allows. Returns
// the number of bytes used; it stops before an unfinished character at the end, and before what
// is no character: then `fault` says what stands there ("byte 0xff is no UTF-8").
size_t decode(Encoding encoding, std::string_view bytes, std::string& out,
              std::optional<std::string>& fault);

// Bytes to skip over the unit that `decode` stopped at.
size_t unit_bytes(Encoding encoding);

} // namespace promfile
