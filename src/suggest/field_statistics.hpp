#pragma once

#include "suggest/value_class.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// What all statistics or samples of a profile may hold together. A field that comes when it is used
// up is counted and classified, and no more.
struct MemoryBudget {
    size_t limit;
    size_t used = 0;

    bool take(size_t bytes) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }
};

// How many different texts there are: exact below its limit.
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

// A text and how often it came.
struct CountedText {
    std::string text; // its first 256 bytes
    std::uint64_t hash = 0;
    std::uint64_t count = 0;
    ValueClass value_class = ValueClass::empty;
};

// What the values of one attribute, or the texts of one element, are, in bounded memory.
class FieldStatistics {
public:
    static constexpr size_t max_texts = 64;
    static constexpr size_t max_text_bytes = 256;

    // `text` is trimmed.
    void add(std::string_view text, MemoryBudget& budget);
    void add(const FieldStatistics& other, MemoryBudget& budget);

    std::uint64_t count() const { return count_; }
    std::uint64_t of(ValueClass value_class) const {
        return classes_[static_cast<size_t>(value_class)];
    }
    std::uint64_t given() const { return count_ - of(ValueClass::empty); }
    std::uint64_t numbers() const { return of(ValueClass::integer) + of(ValueClass::decimal); }
    size_t distinct() const { return distinct_.count(); }

    std::vector<CountedText> texts; // the first 64 that differ, in the order they came
    bool more_texts = false;        // there are others
    std::map<std::string_view, std::uint64_t> units;   // of the quantities
    std::map<std::string_view, std::uint64_t> formats; // of the times
    double min = 0;                                    // of the numbers
    double max = 0;
    bool has_numbers = false;
    size_t longest = 0; // bytes

private:
    void widen(double number);

    std::uint64_t count_ = 0;
    std::array<std::uint64_t, value_classes> classes_{};
    DistinctCount distinct_;
};

} // namespace promfile::suggest
