#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace promfile::xml {

// Thrown by the scanner if a store is not well-formed or exceeds a limit. The readers turn it into
// an `Error`.
struct Fault {
    std::uint64_t offset = 0; // in the text of the store
    std::string cause;        // a sentence without the place
};

class TextWindow;

// "PATH:LINE:COLUMN: CAUSE", the text of an `Error`.
std::string placed(const Fault& fault, const TextWindow& window, std::string_view path);

// The cause of a fault if a tag, text or row does not end within `max_row_bytes`.
std::string too_large(std::size_t max_row_bytes);

// The markup as part of a message: on one line, and cut after 60 characters.
std::string quoted(std::string_view markup);
inline constexpr std::size_t max_quoted_bytes = 256; // 60 characters never take more

} // namespace promfile::xml
