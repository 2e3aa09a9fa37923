#pragma once

#include "aggregate/row_counts.hpp"
#include "aggregate/row_labels.hpp"
#include "aggregate/rule_set.hpp"
#include "aggregate/series_grid.hpp"
#include "aggregate/series_table.hpp"
#include "xml/row_reader.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace promfile {

struct EvaluationLimits {
    std::uint64_t max_label_bytes = 1024; // of one label; a row with a longer one is left out
    // Limits of one rule:
    std::uint64_t max_series = 10'000;
    std::uint64_t max_table_bytes = std::uint64_t{16} << 20; // of the labels of its series
    std::uint64_t max_values_in_memory =
        1'000'000; // values and texts in memory, see SeriesTable::values_in_memory
    // The largest tree of a row, for XPaths that need one.
    std::uint64_t max_tree_bytes = std::uint64_t{256} << 20;
};

// Throws `Error` if a rule has too many series, too many bytes of labels or too many values in
// memory. The message names `path`, the store that was read last.
void check_limits(const Rule& rule, const SeriesTable& table, const EvaluationLimits& limits,
                  const std::string& path);

// Evaluates the rules on the rows of one store. If the store turns out to be broken, its evaluation
// is thrown away, and the other stores are not affected.
class StoreEvaluation {
public:
    // The line of a row. Called only for rows that a message may name, since lines take time to
    // count.
    using LineOf = std::function<std::uint64_t(const xml::Row&)>;

    // `store` is the number of the store in the order of reading. A rule whose `sources` do not
    // match the path of the store is not evaluated. `rules` must outlive this object.
    StoreEvaluation(RuleSet& rules, StoreFacts facts, std::uint32_t store,
                    const EvaluationLimits& limits);

    // Adds an element and the elements and attributes in it, as far as they are rows of the rule
    // set's requests. Throws `Error` if a policy or a limit refuses a row, and `RowTreeError` if a
    // row is too large for the tree that an expression needs. Rows with a conflict and merged rows
    // are counted later, by `SeriesTable::count_repeated`.
    void add(std::span<const xml::Row> rows, const LineOf& line_of);

    // Adds all rows of a store. Throws the errors of `add` and of the reader.
    void add_all(xml::RowReader& store);

    std::vector<SeriesTable>& tables() { return tables_; } // one for each rule
    const RowCounts& counts() const { return counts_; }

private:
    // A rule and its series.
    struct RuleRun {
        CompiledRule& rule;
        SeriesTable& table;
        SeriesGrid& grid;
    };

    void evaluate(const RuleRun& run, const RowContext& context, const LineOf& line_of);
    bool is_selected(CompiledRule& rule, const RowContext& context);
    Accumulator* known_series(const RuleRun& run, const RowContext& context);
    RowLabels::KeyOutcome build_key(const RuleRun& run, const RowContext& context);
    void skip(const RuleRun& run, Accumulator* known, SkipReason reason);
    // The value of a row and, if rows are buckets of a histogram, the upper bound.
    struct Observation {
        double number;
        double bound;
    };

    // What a row has to have: the value or the bound.
    struct RowPart {
        UnusableRows& unusable;
        std::span<const ExpressionPool::Id> read;
        std::string_view name; // for messages
        std::string_view kind; // what it is not if it is invalid
    };

    void note_unusable(const RuleRun& run, bool missing, const RowPart& part,
                       const RowContext& context, const LineOf& line_of);
    void add_observation(const RuleRun& run, Accumulator& series, Observation row);
    void add_value(const RuleRun& run, Accumulator* known, Observation row,
                   const RowContext& context, const LineOf& line_of);
    Accumulator& series_at(const RuleRun& run, Accumulator* known);
    [[noreturn]] void refuse(const CompiledRule& rule, const RowContext& context,
                             std::string_view why, const LineOf& line_of) const;

    RuleSet& rules_;
    StoreFacts facts_;
    std::uint32_t store_;
    EvaluationLimits limits_;
    std::vector<std::uint64_t> ordinals_; // for each request
    RowLabels labels_;
    std::vector<SeriesTable> tables_; // for each of RuleSet::rules
    std::vector<SeriesGrid> grids_;   // for each of RuleSet::rules
    // For each request. They refer to the elements of the two vectors before, and of `rules_`.
    std::vector<std::vector<RuleRun>> runs_of_request_;
    RowCounts counts_;
    std::vector<std::uint32_t> numbers_; // of the texts of a row's labels, for the grid
};

} // namespace promfile
