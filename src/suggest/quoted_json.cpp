#include "suggest/quoted_json.hpp"

#include "support/utf8.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

std::string quoted_json(std::string_view text) {
    std::string out = "\"";
    for (const char c : to_utf8(text)) {
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

} // namespace promfile::suggest
