#pragma once

#include "xml/text_position.hpp"
#include "xml/text_source.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace promfile::xml {

// Makes a part of a text that moves from [begin, end) to `to` follow it.
inline void rebase(std::string_view& part, const char* begin, const char* end, const char* to) {
    if (!std::less<>()(part.data(), begin) && !std::less<>()(end, part.data())) {
        part = {to + (part.data() - begin), part.size()};
    }
}

// The part of a store's text that is in memory, with NUL bytes after it (see `padding_bytes`), and
// where it stands in the store. Places are offsets into the text of the whole store.
class TextWindow {
public:
    // Told where the text goes when it moves, while it still stands where it was.
    using Moved = std::function<void(const char* begin, const char* end, const char* to)>;

    // Reads `step` bytes at once.
    TextWindow(TextSource source, std::size_t step);

    void on_move(Moved moved) { moved_ = std::move(moved); }

    // Reads on. Text before the offset `keep` may be dropped. False at the end of the store.
    bool read_more(std::uint64_t keep);

    const char* begin() const { return buffer_.data(); }
    const char* end() const { return buffer_.data() + size_; }
    // Offset of `begin()`.
    std::uint64_t origin() const { return origin_; }

    const TextSource& source() const { return source_; }

    // The position of this place can be asked for although its text is dropped; the last one
    // remembered counts.
    void remember(std::uint64_t offset);
    // The position of a remembered place, or of one in the window that is not before the last
    // dropped or counted. Costs no more than the text since the place asked before.
    TextPosition position_of(std::uint64_t offset) const;

    // How many lines the text up to the offset `begin`, and from there to `end`, has need not be
    // counted: `begin` is where the text was counted to, and `end` begins a line.
    bool is_counted_to(std::uint64_t begin) const { return counted_to_ == begin; }
    void count_to_line(std::uint64_t end, std::uint64_t lines) {
        position_.line += lines;
        position_.column = 1;
        position_.after_cr = false;
        counted_to_ = end;
        asked_at_ = 0;
    }
    void count_to(std::uint64_t offset);

private:
    void move(std::size_t dropped, std::size_t capacity);

    TextSource source_;
    std::size_t step_;
    Moved moved_;
    std::vector<char> buffer_; // size_ bytes of text and padding
    std::size_t size_ = 0;
    std::uint64_t origin_ = 0;
    bool ended_ = false;

    TextPosition position_; // of counted_to_
    std::uint64_t counted_to_ = 0;
    std::uint64_t remembered_ = 0;
    bool remembers_ = false; // a place that is dropped
    TextPosition remembered_position_;
    mutable std::uint64_t asked_at_ = 0; // of the last question, where it is not before counted_to_
    mutable TextPosition asked_position_;
};

} // namespace promfile::xml
