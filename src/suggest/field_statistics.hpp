#pragma once

#include "suggest/value_class.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// The memory that all statistics, or all samples, of a profile may take together. When it is used
// up, values are still counted and classified, but their texts are no longer kept.
struct MemoryBudget {
    size_t limit;
    size_t used = 0;

    bool has(size_t bytes) const { return used + bytes <= limit; }
    // False if there are not that many bytes left.
    bool take(size_t bytes) {
        if (!has(bytes)) {
            return false;
        }
        used += bytes;
        return true;
    }
};

// The number of different texts, by their hashes: exact below `limit`, a lower bound when full.
class DistinctCount {
public:
    static constexpr size_t limit = 2048;

    void add(std::uint64_t hash, MemoryBudget& budget);
    void add(const DistinctCount& other, MemoryBudget& budget);
    size_t count() const { return count_; }
    bool is_full() const { return full_; }

private:
    bool grow(MemoryBudget& budget);
    void insert(std::uint64_t hash);

    std::vector<std::uint64_t> slots_; // open addressing; 0 is free
    size_t count_ = 0;
    bool full_ = false;
};

// A text and the number of times it occurred.
struct CountedText {
    std::string text; // its first 256 bytes
    std::uint64_t hash = 0;
    std::uint64_t count = 0;
    ValueClass value_class = ValueClass::empty;
};

// Statistics of the values of one attribute, or the texts of one element, in bounded memory.
class FieldStatistics {
public:
    static constexpr size_t max_texts = 64;
    static constexpr size_t max_text_bytes = 256;

    // `text` is trimmed.
    void add(std::string_view text, MemoryBudget& budget);
    void add(const FieldStatistics& other, MemoryBudget& budget);

    std::uint64_t count() const { return count_; }
    std::uint64_t count_of(ValueClass value_class) const {
        return classes_[static_cast<size_t>(value_class)];
    }
    std::uint64_t non_empty() const { return count_ - count_of(ValueClass::empty); }
    std::uint64_t numbers() const {
        return count_of(ValueClass::integer) + count_of(ValueClass::decimal);
    }
    size_t distinct() const { return distinct_.count(); }

    std::vector<CountedText> texts; // the first 64 different ones, in document order
    bool more_texts = false;        // are there others?
    std::map<std::string_view, std::uint64_t> units;   // of the quantities
    std::map<std::string_view, std::uint64_t> formats; // of the times
    double min = 0;                                    // of the numbers
    double max = 0;
    bool has_numbers = false;
    size_t longest = 0; // bytes

private:
    void widen(double number);
    // Adds the text to the classes, units, formats, numbers and the longest size.
    ValueClass add_class(std::string_view text);

    std::uint64_t count_ = 0;
    std::array<std::uint64_t, value_classes> classes_{};
    DistinctCount distinct_;
    std::string last_time_; // the last text that was a time, and its format
    std::string_view last_format_;
};

} // namespace promfile::suggest
