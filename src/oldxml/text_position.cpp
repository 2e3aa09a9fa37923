#include "oldxml/text_position.hpp"

#include "support/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace promfile {

namespace {

// Counted in bytes of at most 255 blocks, so that compilers keep the sums in vector registers.
std::uint64_t count_lf(std::string_view text) {
    std::uint64_t lines = 0;
    while (!text.empty()) {
        const std::string_view block = text.substr(0, 255);
        unsigned char in_block = 0;
        for (const char c : block) {
            in_block = static_cast<unsigned char>(in_block + (c == '\n'));
        }
        lines += in_block;
        text.remove_prefix(block.size());
    }
    return lines;
}

} // namespace

void TextPosition::advance(std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (after_cr && text.front() == '\n') {
        text.remove_prefix(1);
    }
    after_cr = !text.empty() && text.back() == '\r';
    std::uint64_t ends = count_lf(text);
    size_t at = 0;
    while (at < text.size() && (at = text.find('\r', at)) != std::string_view::npos) {
        ++at;
        ends += at == text.size() || text[at] != '\n';
    }
    const size_t last = text.find_last_of("\r\n");
    if (last != std::string_view::npos) {
        column = 1;
        text.remove_prefix(last + 1);
    }
    line += ends;
    column += count_characters(text);
}

} // namespace promfile
