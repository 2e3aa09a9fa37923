#pragma once

#include "input/encoding.hpp"
#include "input/read_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace promfile {

// The text of a store: UTF-8 of characters that XML allows, whatever the encoding of the file.
class StoreText {
public:
    // With `replace_bad` what is no character becomes U+FFFD; otherwise the text ends before it.
    // Throws `Error` for an encoding that promfile does not know. `path` is for messages.
    StoreText(ReadBytes read, const std::string& path, bool replace_bad);

    // Appends to `text` until it holds `wanted` bytes, or a little more, or the text ends.
    void fill(std::string& text, size_t wanted);

    bool ended() const { return ended_; }
    // Nothing more is wanted.
    void stop() { ended_ = true; }
    // Why the text ends before the file does.
    const std::optional<std::string>& fault() const { return fault_; }
    // How many times U+FFFD was put in place of something else.
    std::uint64_t replaced() const { return replaced_; }

private:
    void fill_utf8(std::string& text, size_t wanted);
    void fill_converted(std::string& text, size_t wanted);
    bool read_raw(size_t size);
    bool replace(std::string& text);

    ReadBytes read_;
    bool replace_bad_;
    Encoding encoding_;
    std::string_view unused() const { return std::string_view(raw_).substr(used_); }

    std::string raw_; // read, and not yet used from used_ on
    size_t used_ = 0;
    bool at_end_of_file_ = false;
    bool ended_ = false;
    std::optional<std::string> fault_;
    std::uint64_t replaced_ = 0;
};

} // namespace promfile
