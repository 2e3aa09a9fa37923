#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Gives repeated texts numbers, which are faster to compare and look up than texts. The numbers are
// for speed alone: a text may have none, and callers must handle it.
class TextNumbers {
public:
    static constexpr std::uint32_t max_number = 8191;
    static constexpr size_t max_bytes = size_t{1} << 20; // of long texts, all together

    // The text's number, from 1. Different texts never have the same number. The same text almost
    // always gets its earlier number, else a new one. 0 if there is no room for another text. Takes
    // time proportional to the text's length and at most `max_steps` probes, even for texts that
    // were chosen to collide.
    std::uint32_t number(std::string_view text) {
        const Entry sought(text);
        if (sought.is_whole() && !entries_.empty()) {
            const Entry& likely = entries_[slot_of(sought)];
            if (likely.has_words_of(sought) && likely.number != 0) {
                return likely.number;
            }
        }
        return search(text, sought);
    }

private:
    // The number of slots in which a text is searched. A text that finds all these slots taken, as
    // happens if texts were chosen to collide, has no number.
    static constexpr size_t max_steps = 16;
    static constexpr size_t max_whole = 16;
    static constexpr std::uint64_t odd = 0x9e3779b97f4a7c15; // multiplication spreads bits upwards

    // The first and the last eight bytes of a text; they overlap if it has fewer than 16. Together
    // with the size they determine a text of up to 16 bytes, as most labels are. For a longer text
    // the first word is a hash of the whole text.
    struct Entry {
        Entry() = default;
        explicit Entry(std::string_view text);
        bool is_whole() const { return size <= max_whole; }
        bool has_words_of(const Entry& other) const {
            return first == other.first && last == other.last && size == other.size;
        }

        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint32_t size = 0;
        std::uint32_t number = 0; // 0: the place is free
    };

    template<typename Word>
    static std::uint64_t word_at(const char* place) {
        Word word = 0;
        std::memcpy(&word, place, sizeof word);
        return word;
    }
    size_t slot_of(const Entry& entry) const {
        return static_cast<size_t>(((entry.first ^ entry.last * odd) + entry.size) * odd >> shift_);
    }
    static std::uint64_t hash_of(std::string_view text);
    std::uint32_t search(std::string_view text, const Entry& sought);
    Entry* find(std::string_view text, const Entry& sought);
    void grow();

    std::vector<Entry> entries_; // as many as a power of 2
    unsigned shift_ = 64;
    std::vector<std::string> long_texts_; // by number, from 0; empty where the entry is whole
    size_t long_bytes_ = 0;
};

inline TextNumbers::Entry::Entry(std::string_view text)
    : size(static_cast<std::uint32_t>(text.size())) {
    const char* end = text.data() + text.size();
    if (text.size() >= 8) {
        first = text.size() > max_whole ? hash_of(text) : word_at<std::uint64_t>(text.data());
        last = word_at<std::uint64_t>(end - 8);
    } else if (text.size() >= 4) {
        first = word_at<std::uint32_t>(text.data());
        last = word_at<std::uint32_t>(end - 4);
    } else {
        for (const char c : text) {
            first = first << 8 | static_cast<unsigned char>(c);
        }
    }
}

} // namespace promfile
