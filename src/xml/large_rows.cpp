#include "xml/large_rows.hpp"

#include <iterator>

namespace promfile::xml {

RowTexts* LargeRows::add(std::uint64_t tag, std::uint32_t node) {
    if (is_full_) {
        return nullptr;
    }
    open_.push_back(rows_.size());
    return &rows_.emplace_back(LargeRow{tag, RowTexts(node)}).texts;
}

void LargeRows::gather(const RowBuilder& element) {
    for (const std::size_t i : open_) {
        RowTexts& texts = rows_[i].texts;
        text_bytes_ -= texts.bytes();
        texts.gather(element);
        text_bytes_ += texts.bytes();
    }
    while (text_bytes_ > max_text_bytes_ && rows_.size() > 1) {
        is_full_ = true;
        text_bytes_ -= rows_.back().texts.bytes();
        rows_.pop_back();
    }
    std::erase_if(
        open_, [this](std::size_t i) { return i >= rows_.size() || rows_[i].texts.has_ended(); });
}

void LargeRows::move_nodes(const std::vector<std::uint32_t>& moved) {
    for (const std::size_t i : open_) {
        rows_[i].texts.move_nodes(moved);
    }
}

void LargeRows::move_to(std::deque<LargeRow>& queue) {
    queue.insert(queue.begin(), std::move_iterator(rows_.begin()), std::move_iterator(rows_.end()));
    rows_.clear();
}

} // namespace promfile::xml
