#pragma once

#include "input/encoding.hpp"
#include "input/input_file.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace promfile::xml {

// The text of a store in UTF-8, whatever the encoding of the file. The bytes of a UTF-8 store are
// returned unchecked, since the scanner checks each of them anyway. With any other encoding or with
// `replace_bad`, the text consists of characters that XML allows.
class TextSource {
public:
    // With `replace_bad`, bytes that are not a character become U+FFFD; otherwise the text ends
    // before them and `fault` says why. Throws `Error` for an encoding that promfile does not know.
    // `path` is for messages.
    TextSource(ReadBytes read, const std::string& path, bool replace_bad);

    // Reads up to `size` bytes into `data` and returns their number; 0 at the end of the text only.
    std::size_t read(char* data, std::size_t size);

    bool replaces_bad() const { return replace_bad_; }
    const Encoding& encoding() const { return encoding_; }
    // Why the text ends before the end of the file, as the cause of a Fault.
    const std::optional<std::string>& fault() const { return fault_; }
    // How many times U+FFFD replaced bytes.
    std::uint64_t replaced() const { return replaced_; }
    // Bytes read from the file.
    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    bool hands_on_bytes() const;
    bool read_raw();
    void convert();

    ReadBytes read_;
    bool replace_bad_;
    Encoding encoding_;
    std::string raw_; // bytes of the file; the first raw_used_ of them are converted
    std::size_t raw_used_ = 0;
    std::string converted_; // text; the first used_ bytes of it are returned
    std::size_t used_ = 0;
    bool at_end_of_file_ = false;
    bool ended_ = false;
    std::optional<std::string> fault_;
    std::uint64_t replaced_ = 0;
    std::uint64_t bytes_read_ = 0;
};

} // namespace promfile::xml
