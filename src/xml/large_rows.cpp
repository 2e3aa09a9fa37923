#include "xml/large_rows.hpp"

#include <iterator>

namespace promfile::xml {

RowTexts* LargeRows::add(std::uint64_t tag, std::uint32_t node) {
    if (is_full_) {
        return nullptr;
    }
    open_.push_back({rows_.size(), 0});
    return &rows_.emplace_back(LargeRow{tag, RowTexts(node)}).texts;
}

void LargeRows::gather(const RowBuilder& element) {
    for (Open& open : open_) {
        RowTexts& texts = rows_[open.index].texts;
        texts.gather(element);
        bytes_ += texts.bytes() - open.bytes;
        open.bytes = texts.bytes();
    }
    while (bytes_ > max_bytes_ && rows_.size() > 1) {
        is_full_ = true;
        bytes_ -= rows_.back().texts.bytes();
        rows_.pop_back();
    }
    std::erase_if(open_, [this](const Open& open) {
        return open.index >= rows_.size() || rows_[open.index].texts.has_ended();
    });
}

void LargeRows::move_nodes(const std::vector<std::uint32_t>& moved) {
    for (const Open& open : open_) {
        rows_[open.index].texts.move_nodes(moved);
    }
}

void LargeRows::move_to(std::deque<LargeRow>& queue) {
    queue.insert(queue.begin(), std::move_iterator(rows_.begin()), std::move_iterator(rows_.end()));
    rows_.clear();
}

} // namespace promfile::xml
