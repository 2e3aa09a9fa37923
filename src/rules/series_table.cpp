#include "rules/series_table.hpp"

#include <algorithm>

namespace promfile {

Accumulator::Observed& Accumulator::rarely() {
    if (!observed) {
        observed = std::make_unique<Observed>();
    }
    return *observed;
}

namespace {

void merge_observed(Accumulator& into, Accumulator& from) {
    if (!from.observed) {
        return;
    }
    Accumulator::Observed& a = into.rarely();
    Accumulator::Observed& b = *from.observed;
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

} // namespace

Accumulator& SeriesTable::at(std::string_view key) {
    if (last_ == nullptr || last_->first != key) {
        auto found = series_.find(key);
        if (found == series_.end()) {
            found = series_.emplace(std::string(key), Accumulator()).first;
        }
        last_ = &*found; // which stays where it is when the map grows
    }
    return last_->second;
}

void SeriesTable::note_conflict(std::string_view key, Accumulator& series, RowPlace second,
                                RowCounts& counts) {
    if (!series.conflict) {
        series.conflict = true;
        ++conflict_count_;
        // Rows that were merged into the first one, and that one itself.
        counts[SkipReason::conflict] += series.rows;
        counts[SkipReason::merged] -= std::min(counts[SkipReason::merged], series.rows - 1);
        if (conflicts_.size() < most_conflicts_named) {
            conflicts_.push_back({std::string(key), series.first, second});
        }
    }
}

void SeriesTable::merge(const Rule& rule, SeriesTable&& other, RowCounts& counts) {
    candidates += other.candidates;
    rows += other.rows;
    missing += other.missing;
    invalid += other.invalid;
    held += other.held;
    conflict_count_ += other.conflict_count_;
    for (Conflict& conflict : other.conflicts_) {
        if (conflicts_.size() < most_conflicts_named) {
            conflicts_.push_back(std::move(conflict));
        }
    }
    if (series_.empty()) {
        series_ = std::move(other.series_);
        return;
    }
    for (auto& [key, from] : other.series_) {
        const auto found = series_.find(key);
        if (found == series_.end()) {
            series_.emplace(key, std::move(from));
            continue;
        }
        Accumulator& into = found->second;
        into.incomplete |= from.incomplete;
        into.sum.add(from.sum);
        merge_observed(into, from);
        switch (rule.aggregate) {
        case Aggregate::min:
            into.number = into.rows == 0 ? from.number : std::min(into.number, from.number);
            break;
        case Aggregate::max:
            into.number = into.rows == 0 ? from.number : std::max(into.number, from.number);
            break;
        case Aggregate::first:
            into.number = into.rows == 0 ? from.number : into.number;
            break;
        case Aggregate::last:
            into.number = from.rows == 0 ? into.number : from.number;
            break;
        case Aggregate::each:
            if (into.conflict) {
                counts[SkipReason::conflict] += from.conflict ? 0 : from.rows;
            } else if (from.conflict) {
                into.conflict = true;
                counts[SkipReason::conflict] += into.rows;
            } else if (into.rows > 0 && from.rows > 0 && into.number != from.number) {
                note_conflict(key, into, from.first, counts);
                counts[SkipReason::conflict] += from.rows;
            } else if (into.rows > 0 && from.rows > 0) {
                ++counts[SkipReason::merged];
            } else if (into.rows == 0) {
                into.number = from.number;
                into.first = from.first;
            }
            break;
        default:
            break;
        }
        into.rows += from.rows;
    }
}

} // namespace promfile
