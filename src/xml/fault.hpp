#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace promfile::xml {

// Thrown within the scanner where a store is not well-formed, or more than the limits allow: a
// place in the store's text, and a sentence without the place. The readers make an Error of it.
struct Fault {
    std::uint64_t offset = 0;
    std::string cause;
};

class TextWindow;

// The sentence of a fault with its place, for an Error.
std::string placed(const Fault& fault, const TextWindow& window, std::string_view path);

// What is said of anything that is larger than it may be, for lack of its end.
std::string too_large(std::size_t max_row_bytes);

// Markup as it fits into a sentence: one line, and not too long.
inline constexpr std::size_t max_quoted_bytes = 256; // no more of it is looked at
std::string quoted(std::string_view markup);

} // namespace promfile::xml
