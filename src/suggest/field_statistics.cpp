#include "suggest/field_statistics.hpp"

#include <algorithm>
#include <functional>

namespace promfile::suggest {

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

void FieldStatistics::add(std::string_view text, MemoryBudget& budget) {
    ++count_;
    if (text.empty()) {
        ++classes_[static_cast<size_t>(ValueClass::empty)];
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
    const ClassifiedValue value = classify(text);
    ++classes_[static_cast<size_t>(value.value_class)];
    if (value.value_class == ValueClass::quantity) {
        ++units[value.detail];
    } else if (value.value_class == ValueClass::time) {
        ++formats[value.detail];
    }
    if (value.number) {
        widen(*value.number);
    }
    longest = std::max(longest, text.size());
    if (known != texts.end()) {
        ++known->count;
        return;
    }
    const std::string_view kept = text.substr(0, max_text_bytes);
    if (texts.size() < max_texts && budget.take(sizeof(CountedText) + kept.size())) {
        texts.push_back({std::string(kept), hash, 1, value.value_class});
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
