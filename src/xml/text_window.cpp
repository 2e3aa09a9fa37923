#include "xml/text_window.hpp"

#include "xml/simd.hpp"

#include <algorithm>
#include <cstring>

namespace promfile::xml {

namespace {

std::unique_ptr<char[]> buffer_of(std::size_t capacity) {
    return std::make_unique_for_overwrite<char[]>(capacity + padding_bytes);
}

} // namespace

TextWindow::TextWindow(TextSource source, std::size_t step)
    : source_(std::move(source)), step_(step), buffer_(buffer_of(2 * step)), capacity_(2 * step) {
    std::memset(buffer_.get(), 0, padding_bytes);
}

// If the text to keep is less than half of the text in memory, it moves to the front of the buffer.
// Otherwise, if the buffer is full, it at least doubles. A move to the front copies less than it
// drops, and all doublings together copy less than the size of the last buffer, so reading a store
// takes linear time.
bool TextWindow::read_more(std::uint64_t keep) {
    if (ended_) {
        return false;
    }
    const auto dropped = static_cast<std::size_t>(keep - origin_);
    if (dropped > size_ / 2) {
        move(dropped, capacity_);
    } else if (capacity_ - size_ < step_) {
        move(dropped, std::max(2 * capacity_, size_ + step_));
    }
    const std::size_t got = source_.read(buffer_.get() + size_, step_);
    size_ += got;
    std::memset(buffer_.get() + size_, 0, padding_bytes);
    ended_ = got == 0;
    return !ended_;
}

void TextWindow::move(std::size_t dropped, std::size_t capacity) {
    count_to(origin_ + dropped);
    const char* kept = buffer_.get() + dropped;
    const std::size_t size = size_ - dropped;
    if (capacity > capacity_) {
        std::unique_ptr<char[]> larger = buffer_of(capacity);
        std::copy_n(kept, size, larger.get());
        if (moved_) {
            moved_(kept, kept + size, larger.get());
        }
        buffer_ = std::move(larger);
        capacity_ = capacity;
    } else {
        if (moved_) {
            moved_(kept, kept + size, buffer_.get());
        }
        std::memmove(buffer_.get(), kept, size);
    }
    size_ = size;
    origin_ += dropped;
}

void TextWindow::remember(std::uint64_t offset) {
    remembered_ = offset;
    remembered_position_.reset();
}

void TextWindow::count_to(std::uint64_t offset) {
    if (offset <= counted_to_) {
        return;
    }
    if (remembered_ >= counted_to_ && remembered_ < offset && !remembered_position_) {
        remembered_position_ = position_of(remembered_);
    }
    position_ = position_of(offset);
    counted_to_ = offset;
}

TextPosition TextWindow::position_of(std::uint64_t offset) const {
    if (remembered_position_ && offset == remembered_) {
        return *remembered_position_;
    }
    if (asked_at_ < counted_to_ || asked_at_ > offset) {
        asked_at_ = counted_to_;
        asked_position_ = position_;
    }
    asked_position_.advance({begin() + (asked_at_ - origin_), offset - asked_at_});
    asked_at_ = offset;
    return asked_position_;
}

} // namespace promfile::xml
