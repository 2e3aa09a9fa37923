#pragma once

#include "input/encoding.hpp"
#include "input/read_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace promfile::xml {

// The text of a store in UTF-8, whatever the encoding of the file. Of a store in UTF-8 the bytes
// are handed on as they are: the scanner looks at each of them anyway. Any other encoding, and any
// with `replace_bad`, gives characters that XML allows and nothing else.
class TextSource {
public:
    // With `replace_bad` what is no character becomes U+FFFD; otherwise the text ends before it.
    // Throws `Error` for an encoding that promfile does not know. `path` is for messages.
    TextSource(ReadBytes read, const std::string& path, bool replace_bad);

    // Up to `size` bytes into `data`, at least one; 0 at the end.
    std::size_t read(char* data, std::size_t size);

    bool replaces_bad() const { return replace_bad_; }
    const Encoding& encoding() const { return encoding_; }
    // Why the text ends before the file does.
    const std::optional<std::string>& fault() const { return fault_; }
    // How many times U+FFFD was put in place of something else.
    std::uint64_t replaced() const { return replaced_; }
    // Bytes of the file that were read.
    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    bool hands_on_bytes() const;
    bool read_raw();
    void convert();

    ReadBytes read_;
    bool replace_bad_;
    Encoding encoding_;
    std::string raw_; // read, and not yet converted from raw_used_ on
    std::size_t raw_used_ = 0;
    std::string converted_; // not yet handed out from used_ on
    std::size_t used_ = 0;
    bool at_end_of_file_ = false;
    bool ended_ = false;
    std::optional<std::string> fault_;
    std::uint64_t replaced_ = 0;
    std::uint64_t bytes_read_ = 0;
};

} // namespace promfile::xml
