#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace promfile {

// A place in a store, counted from 1. A line ends with LF, CR or CR LF; a column is a character,
// not a byte.
struct TextPosition {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
    bool after_cr = false; // an LF next is part of the line end before it

    // Moves from the beginning of `text`, which is well-formed UTF-8, to its end.
    void advance(std::string_view text);
    bool operator==(const TextPosition& other) const {
        return line == other.line && column == other.column;
    }
};

} // namespace promfile
