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

// Where a row stands, for messages that name two of them.
struct RowPlace {
    std::uint32_t store = 0; // in the order of reading
    std::uint64_t line = 0;
};

// What the rows of one series add up to. Which members are used depends on the rule.
struct Accumulator {
    std::uint64_t rows = 0;
    double number = 0; // of min, max, first, last, and of a row that is a series; a state's index
    bool conflict = false;   // rows disagree: the series is left out
    bool incomplete = false; // a row was skipped: a counter would be too low
    ExactSum sum;
    RowPlace first; // row, where each row is a series
    // What most rules never collect.
    struct Observations {
        // Stores after the store of the first row, each with the number of its rows.
        std::vector<std::pair<std::uint32_t, std::uint64_t>> later;
        std::vector<double> values;         // of a summary
        std::vector<std::uint64_t> buckets; // of a histogram, one for each bound and one above
        std::map<double, double> bounds;    // of a histogram whose rows are buckets
        std::set<std::string> texts;        // of distinct
    };
    std::unique_ptr<Observations> observed;

    // Made at the first call.
    Observations& observations();
};

// Two rows that cannot both be one series.
struct Conflict {
    std::string key;
    RowPlace first;
    RowPlace second;
};

// A row whose value is not a number, or not a state.
struct InvalidRow {
    static constexpr size_t max_bytes = 40;

    RowPlace place;
    std::string text; // of the value, as far as a message shows it
};

// The series of one rule: the values of its labels that are not constant, joined by NUL in the
// order of the rule, and what the rows with these add up to.
class SeriesTable {
public:
    using Map = std::unordered_map<std::string, Accumulator>;

    // The series with that key, made if it is not there yet.
    Accumulator& at(const SeriesKey& key);
    Accumulator& at(std::string_view joined);

    // Adds what the same rule made of a later store. Series that disagree are in conflict.
    void merge(const Rule& rule, SeriesTable&& other);

    // Notes that a row with another value came for a series. All its rows are left out.
    void note_conflict(std::string_view key, Accumulator& series, RowPlace second);

    // Of a rule whose rows are series: counts for the store of each row that is left out because
    // another one contradicts it (conflict) or says the same (merged).
    void count_repeated(const Rule& rule, std::vector<RowCounts*>& stores) const;

    const Map& series() const { return series_; }
    // The first few; the flag in the series tells of all.
    const std::vector<Conflict>& conflicts() const { return conflicts_; }
    std::uint64_t label_bytes() const { return label_bytes_; }
    std::uint64_t candidates = 0; // rows before `where`
    std::uint64_t rows = 0;       // that the rule matched
    std::uint64_t missing = 0;    // of these without a value
    std::uint64_t invalid = 0;    // with a value that is not a number, or not a state
    std::optional<InvalidRow> first_invalid;
    std::map<std::string, RowPlace> several_nodes; // by XPath: the first row where it gives some
    std::uint64_t held = 0;                        // values and texts held, which are limited
    std::uint64_t labels_given =
        0; // bit i: the i-th label that is not constant had a text of its own

private:
    static constexpr size_t max_conflicts_named = 3;

    struct Slot {
        size_t hash = 0;
        Map::value_type* series = nullptr; // which stays where it is when the map grows
    };

    void fill_index(size_t slots);
    void add_to_index(Slot slot);

    Map series_;
    // Where the series are, by hash: each row asks for one, and a look into the map costs a
    // division and three jumps through memory. Empty where it has to be made anew.
    std::vector<Slot> index_;
    std::vector<Conflict> conflicts_;
    std::uint64_t label_bytes_ = 0;
};

// Are they one value to Prometheus? NaN agrees with NaN.
bool agree(double a, double b);

} // namespace promfile
