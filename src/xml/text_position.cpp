#include "xml/text_position.hpp"

#include "xml/simd.hpp"

#include <algorithm>

namespace promfile {

namespace {

using xml::Block;

// Counts the bytes that `of_block` finds in blocks and `of_byte` in the rest. Each byte of `counts`
// counts the findings at its place in the blocks, and overflows after 255 of them.
template<typename OfBlock, typename OfByte>
std::uint64_t count(std::string_view text, OfBlock of_block, OfByte of_byte) {
    constexpr std::size_t max_blocks = 255;
    std::uint64_t found = 0;
    while (text.size() >= Block::size) {
        const std::size_t blocks = std::min(text.size() / Block::size, max_blocks);
        Block counts = Block::all(0);
        for (std::size_t i = 0; i < blocks; ++i) {
            counts = counts - of_block(Block::load(text.data() + i * Block::size));
        }
        found += counts.sum();
        text.remove_prefix(blocks * Block::size);
    }
    return found + static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), of_byte));
}

std::uint64_t count_lf(std::string_view text) {
    const Block lf = Block::all('\n');
    return count(
        text, [lf](Block block) { return block == lf; }, [](char c) { return c == '\n'; });
}

// The number of characters: all bytes except those that continue a character, 0x80 to 0xbf.
std::uint64_t count_utf8(std::string_view text) {
    constexpr signed char lead = -64; // 0x80 to 0xbf are less than this, as signed numbers
    const Block leads = Block::all(static_cast<char>(lead));
    return text.size() - count(
                             text, [leads](Block block) { return block < leads; },
                             [](char c) { return static_cast<signed char>(c) < lead; });
}

} // namespace

void TextPosition::advance(std::string_view text) {
    if (text.empty()) {
        return;
    }
    // CR, LF and CR LF are one line end each. The LF of a CR LF may be in the next text.
    if (after_cr && text.front() == '\n') {
        text.remove_prefix(1);
    }
    after_cr = !text.empty() && text.back() == '\r';
    line += count_lf(text);
    std::size_t last = text.rfind('\n');
    std::size_t at = text.find('\r');
    for (; at != std::string_view::npos; at = text.find('\r', at + 1)) {
        line += at + 1 == text.size() || text[at + 1] != '\n';
        last = last == std::string_view::npos ? at : std::max(at, last);
    }
    if (last != std::string_view::npos) {
        column = 1;
        text.remove_prefix(last + 1);
    }
    column += count_utf8(text);
}

} // namespace promfile
