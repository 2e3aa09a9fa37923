#include "aggregate/text_numbers.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace promfile {

std::uint64_t TextNumbers::hash_of(std::string_view text) {
    std::uint64_t hash = 0;
    for (; text.size() > 8; text.remove_prefix(8)) { // (the last word is compared besides)
        hash = (hash ^ word_at<std::uint64_t>(text.data())) * odd;
        hash ^= hash >> 32;
    }
    return hash;
}

// The slot of the text, or a free slot for it; nullptr if there is neither.
TextNumbers::Entry* TextNumbers::find(std::string_view text, const Entry& sought) {
    const size_t begin = slot_of(sought);
    for (size_t i = 0; i < std::min(max_steps, entries_.size()); ++i) {
        Entry& entry = entries_[(begin + i) & (entries_.size() - 1)];
        if (entry.number == 0 || (entry.has_words_of(sought) &&
                                  (sought.is_whole() || long_texts_[entry.number - 1] == text))) {
            return &entry;
        }
    }
    return nullptr;
}

std::uint32_t TextNumbers::search(std::string_view text, const Entry& sought) {
    // At most a quarter of the slots is in use, so that most texts are found in the first one.
    if (entries_.size() < 4 * (long_texts_.size() + 1)) {
        grow();
    }
    Entry* place = find(text, sought);
    if (place == nullptr) {
        return 0;
    }
    if (place->number == 0) {
        const size_t bytes = sought.is_whole() ? 0 : text.size();
        if (long_texts_.size() == max_number || long_bytes_ + bytes > max_bytes) {
            return 0;
        }
        long_bytes_ += bytes;
        long_texts_.emplace_back(text.substr(0, bytes));
        *place = sought;
        place->number = static_cast<std::uint32_t>(long_texts_.size());
    }
    return place->number;
}

// A text that finds no slot is forgotten; if it comes again, it gets another number.
void TextNumbers::grow() {
    constexpr size_t least = 16;
    const std::vector<Entry> before =
        std::exchange(entries_, std::vector<Entry>(std::max(least, 2 * entries_.size())));
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(entries_.size()));
    for (const Entry& entry : before) {
        if (entry.number == 0) {
            continue;
        }
        Entry* place = find(long_texts_[entry.number - 1], entry);
        if (place != nullptr) {
            *place = entry;
        }
    }
}

} // namespace promfile
