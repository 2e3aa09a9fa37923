#include "suggest/field_statistics.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace promfile::suggest {

namespace {

// The number of a text of up to 15 digits without a leading zero. Most values are such numbers, and
// this is much faster than classify.
std::optional<double> plain_integer(std::string_view text) {
    constexpr size_t exact_digits = 15;
    if (text.size() > exact_digits || (text.front() == '0' && text.size() > 1)) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        if (!is_digit(c)) {
            return std::nullopt;
        }
        number = 10 * number + static_cast<std::uint64_t>(c - '0');
    }
    return static_cast<double>(number);
}

// Do the texts differ in nothing but digits? The second one may be empty, for none.
bool looks_like(std::string_view text, std::string_view other) {
    return !other.empty() && text.size() == other.size() &&
           std::equal(text.begin(), text.end(), other.begin(),
                      [](char a, char b) { return a == b || (is_digit(a) && is_digit(b)); });
}

} // namespace

bool DistinctCount::grow(MemoryBudget& budget) {
    constexpr size_t first_slots = 16;
    const size_t slots = slots_.empty() ? first_slots : 2 * slots_.size();
    if (!budget.take((slots - slots_.size()) * sizeof(std::uint64_t))) {
        return false;
    }
    std::vector<std::uint64_t> old(slots);
    old.swap(slots_);
    count_ = 0;
    for (const std::uint64_t hash : old) {
        if (hash != 0) {
            insert(hash);
        }
    }
    return true;
}

void DistinctCount::insert(std::uint64_t hash) {
    const size_t mask = slots_.size() - 1;
    size_t at = hash & mask;
    while (slots_[at] != 0 && slots_[at] != hash) {
        at = (at + 1) & mask;
    }
    count_ += slots_[at] == 0;
    slots_[at] = hash;
}

void DistinctCount::add(std::uint64_t hash, MemoryBudget& budget) {
    if (full_) {
        return;
    }
    // At most half of the slots are used.
    if (2 * (count_ + 1) > slots_.size() && !grow(budget)) {
        full_ = true;
        return;
    }
    insert(hash == 0 ? 1 : hash);
    full_ = count_ >= limit;
}

void DistinctCount::add(const DistinctCount& other, MemoryBudget& budget) {
    for (const std::uint64_t hash : other.slots_) {
        if (hash != 0) {
            add(hash, budget);
        }
    }
    full_ |= other.full_;
}

void FieldStatistics::widen(double number) {
    min = has_numbers ? std::min(min, number) : number;
    max = has_numbers ? std::max(max, number) : number;
    has_numbers = true;
}

ValueClass FieldStatistics::add_class(std::string_view text) {
    ClassifiedValue value;
    if (const std::optional<double> number = plain_integer(text)) {
        value = {ValueClass::integer, number, {}};
    } else if (looks_like(text, last_time_)) {
        value = {ValueClass::time, std::nullopt, last_format_};
    } else {
        value = classify(text);
    }
    ++classes_[static_cast<size_t>(value.value_class)];
    if (value.value_class == ValueClass::quantity) {
        ++units[value.detail];
    } else if (value.value_class == ValueClass::time) {
        ++formats[value.detail];
        last_time_ = text;
        last_format_ = value.detail;
    }
    if (value.number) {
        widen(*value.number);
    }
    longest = std::max(longest, text.size());
    return value.value_class;
}

void FieldStatistics::add(std::string_view text, MemoryBudget& budget) {
    ++count_;
    if (text.empty()) {
        ++classes_[static_cast<size_t>(ValueClass::empty)];
        return;
    }
    // With so many texts, none is kept or counted any more.
    if (more_texts && distinct_.is_full()) {
        add_class(text);
        return;
    }
    const std::uint64_t hash = std::hash<std::string_view>()(text);
    const auto known = std::find_if(texts.begin(), texts.end(),
                                    [&](const CountedText& other) { return other.hash == hash; });
    if (known != texts.end() && !more_texts && known->value_class != ValueClass::quantity &&
        known->value_class != ValueClass::time) {
        ++known->count;
        ++classes_[static_cast<size_t>(known->value_class)];
        return;
    }
    // Classifying is the expensive part, and most fields repeat their texts.
    const ValueClass value_class = add_class(text);
    if (known != texts.end()) {
        ++known->count;
        return;
    }
    const std::string_view kept = text.substr(0, max_text_bytes);
    if (texts.size() < max_texts && budget.take(sizeof(CountedText) + kept.size())) {
        texts.push_back({std::string(kept), hash, 1, value_class});
    } else {
        more_texts = true;
    }
    distinct_.add(hash, budget);
}

void FieldStatistics::add(const FieldStatistics& other, MemoryBudget& budget) {
    count_ += other.count_;
    for (size_t i = 0; i < classes_.size(); ++i) {
        classes_[i] += other.classes_[i];
    }
    for (const auto& [unit, count] : other.units) {
        units[unit] += count;
    }
    for (const auto& [format, count] : other.formats) {
        formats[format] += count;
    }
    for (const CountedText& text : other.texts) {
        const auto known = std::find_if(texts.begin(), texts.end(), [&](const CountedText& mine) {
            return mine.hash == text.hash;
        });
        if (known != texts.end()) {
            known->count += text.count;
        } else if (texts.size() < max_texts) {
            texts.push_back(text);
        } else {
            more_texts = true;
        }
    }
    more_texts |= other.more_texts;
    distinct_.add(other.distinct_, budget);
    longest = std::max(longest, other.longest);
    if (other.has_numbers) {
        widen(other.min);
        widen(other.max);
    }
}

} // namespace promfile::suggest
