#pragma once

#include "aggregate/row_counts.hpp"
#include "aggregate/series_key.hpp"
#include "rules/rule.hpp"
#include "values/exact_sum.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace promfile {

// The place of a row, for messages.
struct RowPlace {
    std::uint32_t store = 0; // in the order of reading
    std::uint64_t line = 0;
};

// The aggregate of the rows of one series. Which members are used depends on the rule.
struct Accumulator {
    std::uint64_t rows = 0;
    double value = 0; // of min, max, first, last and each; of a stateset the index of the state
    bool conflict = false;   // rows disagree: the series is left out
    bool incomplete = false; // a row was skipped: a counter would be too low
    ExactSum sum;
    RowPlace first_row; // place of the first row, if each row is a series
    // Members that only a few types and aggregates use, apart so that an Accumulator is small.
    struct Observations {
        // Each store after the store of the first row that has rows of this series, with the
        // number of these rows.
        std::vector<std::pair<std::uint32_t, std::uint64_t>> later;
        std::vector<double> values;         // of a summary
        std::vector<std::uint64_t> buckets; // of a histogram, one for each bound and one above
        std::map<double, double> bounds;    // of a histogram whose rows are buckets: count by bound
        std::set<std::string> texts;        // of distinct
    };
    std::unique_ptr<Observations> observed;

    // Returns `observed`; the first call allocates it.
    Observations& observations();
};

// Two rows that have the same labels, but different values.
struct Conflict {
    std::string key;
    RowPlace first_row;
    RowPlace second_row;
};

// A row whose value, or the bound of its bucket, cannot be used.
struct InvalidRow {
    static constexpr size_t max_bytes = 40;

    RowPlace place;
    std::string text; // cut off after `max_bytes`
};

// The matched rows whose value, or whose bound, cannot be used.
struct UnusableRows {
    std::uint64_t missing = 0; // it has no text
    std::uint64_t invalid = 0; // it is not a number, not a state or not the count of a bucket
    std::optional<InvalidRow> first_invalid;

    void add(UnusableRows&& later);
};

// The series of one rule. The key of a series consists of the values of its labels that are not
// constant, in the order of the rule, each followed by a NUL.
class SeriesTable {
public:
    using Map = std::unordered_map<std::string, Accumulator>;

    // The series with this key. If there is none, it is added.
    Accumulator& at(const SeriesKey& key);
    Accumulator& at(std::string_view joined);

    // Adds the series of the same rule from a later store. If each row is a series, a series that
    // has another value there is a conflict.
    void merge(const Rule& rule, SeriesTable&& other);

    // Notes a conflict: the row at `second` has another value than the first row of the series. No
    // row of the series is then published.
    void note_conflict(std::string_view key, Accumulator& series, RowPlace second);

    // If each row of the rule is a series: counts the rows that are left out, for the store of each
    // row. A row is left out because another row of its series has another value (conflict) or the
    // same value (merged). `stores` is indexed by RowPlace::store.
    void count_repeated(const Rule& rule, std::vector<RowCounts*>& stores) const;

    const Map& series() const { return series_; }
    // The first few conflicts. `Accumulator::conflict` is set in the series of every conflict.
    const std::vector<Conflict>& conflicts() const { return conflicts_; }
    std::uint64_t label_bytes() const { return label_bytes_; }
    std::uint64_t candidates = 0;   // rows that the path of the rule selects, before `where`
    std::uint64_t matched_rows = 0; // rows that `where` leaves
    UnusableRows unusable_values;
    UnusableRows unusable_bounds; // of a histogram whose rows are buckets
    // The first row on which an XPath gives several nodes, by XPath.
    std::map<std::string, RowPlace> several_nodes;
    // The number of values of summaries and texts of distinct in memory, see
    // EvaluationLimits::max_values_in_memory.
    std::uint64_t values_in_memory = 0;
    // Bit i: on some row the i-th label that is not constant had another text than its default.
    std::uint64_t non_default_labels = 0;

private:
    static constexpr size_t max_conflicts_named = 3;

    struct Slot {
        size_t hash = 0;
        Map::value_type* series = nullptr; // stays valid when the map grows
    };

    void fill_index(size_t slots);
    void add_to_index(Slot slot);

    Map series_;
    // The series by hash, with open addressing. Each row looks up its series, and a lookup in the
    // map would cost a division and three accesses to distant memory. Empty when it has to be built
    // anew.
    std::vector<Slot> index_;
    std::vector<Conflict> conflicts_;
    std::uint64_t label_bytes_ = 0;
};

// Whether two values are the same to Prometheus; NaN is the same as NaN.
bool agree(double a, double b);

} // namespace promfile
