#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Numbers in place of texts that come again and again, to compare and look up in their place. They
// are for speed alone: whoever asks for a number must get along without one.
class TextNumbers {
public:
    static constexpr std::uint32_t max_number = 8191;
    static constexpr size_t max_bytes = size_t{1} << 20; // of long texts, all together

    // From 1; no two texts have the same number. A text almost always has the one that it had
    // before, or else a new one. 0 where there is no room for another text. Takes no longer than
    // the text is, and a few steps, whatever the texts are.
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
    // How many places a text is looked for in. Where texts were made to crowd together, those that
    // come too late have no number.
    static constexpr size_t max_steps = 16;
    static constexpr size_t max_whole = 16;
    static constexpr std::uint64_t odd = 0x9e3779b97f4a7c15; // multiplication spreads bits upwards

    // A text's first and last eight bytes, which overlap where it has fewer than 16: with its size
    // they are all of a text of up to 16 bytes, as labels mostly are. The first word of a longer
    // text is a hash of all of it.
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
