#pragma once

#include "xml/text_position.hpp"
#include "xml/text_source.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace promfile::xml {

// Adjusts a view of text that moves from [begin, end) to `to`. Other views stay.
inline void rebase(std::string_view& part, const char* begin, const char* end, const char* to) {
    if (!std::less<>()(part.data(), begin) && !std::less<>()(end, part.data())) {
        part = {to + (part.data() - begin), part.size()};
    }
}

// The part of a store's text that is in memory, followed by `padding_bytes` NUL bytes. Offsets are
// offsets in the text of the whole store. Counts lines of dropped text, for positions.
class TextWindow {
public:
    // Called before the text moves from [begin, end) to `to`, while it can still be read.
    using Moved = std::function<void(const char* begin, const char* end, const char* to)>;

    // Reads `step` bytes at once.
    TextWindow(TextSource source, std::size_t step);

    void on_move(Moved moved) { moved_ = std::move(moved); }

    // Reads more text. Text before the offset `keep` may be dropped. False at the end of the store.
    bool read_more(std::uint64_t keep);

    const char* begin() const { return buffer_.get(); }
    const char* end() const { return buffer_.get() + size_; }
    // Offset of `begin()`.
    std::uint64_t origin() const { return origin_; }

    const TextSource& source() const { return source_; }

    // Lets position_of answer for this offset even after its text is dropped. Only the last
    // remembered offset counts.
    void remember(std::uint64_t offset);
    // The position of the remembered offset, or of one in the window to which lines are not yet
    // counted. Takes time proportional to the text since the last call.
    TextPosition position_of(std::uint64_t offset) const;

private:
    void count_to(std::uint64_t offset);
    void move(std::size_t dropped, std::size_t capacity);

    TextSource source_;
    std::size_t step_;
    Moved moved_;
    // Room for `capacity_` bytes of text and the padding. It is not filled with zeros, so that the
    // kernel provides memory only for pages with text.
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_;
    std::size_t size_ = 0;
    std::uint64_t origin_ = 0;
    bool ended_ = false;

    TextPosition position_; // of counted_to_
    std::uint64_t counted_to_ = 0;
    std::uint64_t remembered_ = 0;
    // The position of remembered_; computed only when its text is dropped.
    std::optional<TextPosition> remembered_position_;
    mutable std::uint64_t asked_at_ = 0; // the offset of the last position_of
    mutable TextPosition asked_position_;
};

} // namespace promfile::xml
