#include "aggregate/series_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace promfile {

Accumulator::Observations& Accumulator::observations() {
    if (!observed) {
        observed = std::make_unique<Observations>();
    }
    return *observed;
}

namespace {

// Histograms and summaries observe every row; other rules without an aggregate take each row for a
// series.
bool rows_are_series(const Rule& rule) {
    return rule.aggregate == Aggregate::each && rule.type != RuleType::histogram &&
           rule.type != RuleType::summary;
}

void merge_observed(Accumulator& into, Accumulator& from) {
    if (!from.observed) {
        return;
    }
    Accumulator::Observations& a = into.observations();
    Accumulator::Observations& b = *from.observed;
    a.values.insert(a.values.end(), b.values.begin(), b.values.end());
    a.texts.merge(b.texts);
    for (const auto& [bound, count] : b.bounds) {
        a.bounds[bound] += count;
    }
    a.buckets.resize(std::max(a.buckets.size(), b.buckets.size()));
    for (size_t i = 0; i < b.buckets.size(); ++i) {
        a.buckets[i] += b.buckets[i];
    }
}

// A joined key as a SeriesKey, with the values that the SeriesKey points to.
struct JoinedKey {
    explicit JoinedKey(std::string_view joined) {
        for (const std::string_view value : split_key(joined)) {
            values.emplace_back(value);
        }
        for (const LabelValue& value : values) {
            key.add(value);
        }
    }

    std::vector<LabelValue> values;
    SeriesKey key;
};

} // namespace

void SeriesTable::add_to_index(Slot slot) {
    size_t i = slot.hash & (index_.size() - 1);
    while (index_[i].series != nullptr) {
        i = (i + 1) & (index_.size() - 1);
    }
    index_[i] = slot;
}

void SeriesTable::fill_index(size_t slots) {
    index_.assign(slots, Slot());
    for (auto& series : series_) {
        add_to_index({JoinedKey(series.first).key.hash(), &series});
    }
}

Accumulator& SeriesTable::at(const SeriesKey& key) {
    constexpr size_t least_slots = 16; // always a power of 2, and at most half of them in use
    if (index_.size() < 2 * series_.size() + 2) {
        fill_index(std::max(least_slots, std::bit_ceil(4 * series_.size())));
    }
    const size_t hash = key.hash();
    for (size_t i = hash & (index_.size() - 1); index_[i].series != nullptr;
         i = (i + 1) & (index_.size() - 1)) {
        if (index_[i].hash == hash && key.is(index_[i].series->first)) {
            return index_[i].series->second;
        }
    }
    Map::value_type& made = *series_.try_emplace(key.joined()).first;
    label_bytes_ += made.first.size();
    add_to_index({hash, &made});
    return made.second;
}

Accumulator& SeriesTable::at(std::string_view joined) {
    return at(JoinedKey(joined).key);
}

bool agree(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

void SeriesTable::note_conflict(std::string_view key, Accumulator& series, RowPlace second) {
    series.conflict = true;
    if (conflicts_.size() < max_conflicts_named) {
        conflicts_.push_back({std::string(key), series.first_row, second});
    }
}

void UnusableRows::add(UnusableRows&& later) {
    missing += later.missing;
    invalid += later.invalid;
    if (!first_invalid) {
        first_invalid = std::move(later.first_invalid);
    }
}

void SeriesTable::merge(const Rule& rule, SeriesTable&& other) {
    candidates += other.candidates;
    matched_rows += other.matched_rows;
    unusable_values.add(std::move(other.unusable_values));
    unusable_bounds.add(std::move(other.unusable_bounds));
    several_nodes.merge(other.several_nodes);
    values_in_memory += other.values_in_memory;
    non_default_labels |= other.non_default_labels;
    index_.clear();
    for (auto& [key, from] : other.series_) {
        const auto found = series_.find(key);
        if (found == series_.end()) {
            label_bytes_ += key.size();
            series_.emplace(key, std::move(from));
            continue;
        }
        Accumulator& into = found->second;
        into.incomplete |= from.incomplete;
        if (from.rows == 0) {
            continue;
        }
        if (into.rows == 0) {
            from.incomplete |= into.incomplete;
            into = std::move(from);
            continue;
        }
        into.sum.add(from.sum);
        merge_observed(into, from);
        switch (rule.aggregate) {
        case Aggregate::min:
            into.value = std::fmin(into.value, from.value);
            break;
        case Aggregate::max:
            into.value = std::fmax(into.value, from.value);
            break;
        case Aggregate::last:
            into.value = from.value;
            break;
        case Aggregate::each:
            if (!rows_are_series(rule)) {
                break;
            }
            into.observations().later.emplace_back(from.first_row.store, from.rows);
            if (!into.conflict && !from.conflict && !agree(into.value, from.value)) {
                note_conflict(key, into, from.first_row);
            }
            into.conflict |= from.conflict;
            break;
        default:
            break;
        }
        into.rows += from.rows;
    }
    for (Conflict& conflict : other.conflicts_) {
        const bool known = std::any_of(conflicts_.begin(), conflicts_.end(),
                                       [&](const Conflict& c) { return c.key == conflict.key; });
        if (!known && conflicts_.size() < max_conflicts_named) {
            conflicts_.push_back(std::move(conflict));
        }
    }
}

void SeriesTable::count_repeated(const Rule& rule, std::vector<RowCounts*>& stores) const {
    if (!rows_are_series(rule)) {
        return;
    }
    for (const auto& [key, series] : series_) {
        if (series.rows < 2) {
            continue;
        }
        const SkipReason reason = series.conflict ? SkipReason::conflict : SkipReason::merged;
        std::uint64_t of_first_store = series.rows;
        if (series.observed) {
            for (const auto& [store, count] : series.observed->later) {
                (*stores.at(store))[reason] += count;
                of_first_store -= count;
            }
        }
        (*stores.at(series.first_row.store))[reason] += of_first_store - (series.conflict ? 0 : 1);
    }
}

} // namespace promfile
