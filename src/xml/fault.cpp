#include "xml/fault.hpp"

#include "support/utf8.hpp"
#include "xml/text_window.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

std::string placed(const Fault& fault, const TextWindow& window, std::string_view path) {
    const TextPosition at = window.position_of(fault.offset);
    return fmt::format("{}:{}:{}: {}", path, at.line, at.column, fault.cause);
}

std::string too_large(std::size_t max_row_bytes) {
    return fmt::format(
        "a row, tag or text here is larger than --max-row-size ({} bytes); a missing "
        "quote or end tag would look the same",
        max_row_bytes);
}

std::string quoted(std::string_view markup) {
    constexpr std::size_t max_characters = 60;
    std::string out;
    for (std::size_t shown = 0; !markup.empty(); ++shown) {
        if (shown == max_characters) {
            return out + "...";
        }
        const std::size_t length = std::max(decode_utf8(markup).length, std::size_t{1});
        out += static_cast<unsigned char>(markup.front()) < ' ' ? " " : markup.substr(0, length);
        markup.remove_prefix(length);
    }
    return out;
}

} // namespace promfile::xml
