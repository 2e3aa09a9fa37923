#pragma once

#include "aggregate/label_text.hpp"
#include "aggregate/rule_set.hpp"
#include "aggregate/series_grid.hpp"
#include "aggregate/series_table.hpp"
#include "aggregate/text_numbers.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace promfile {

struct EvaluationLimits {
    std::uint64_t max_label_bytes = 1024; // of one label; a longer one leaves its row out
    // Of one rule:
    std::uint64_t max_series = 10'000;
    std::uint64_t max_table_bytes = std::uint64_t{16} << 20; // of the labels of its series
    std::uint64_t max_held = 1'000'000;                      // values and texts held
    // Of the tree of a row, where an XPath needs one.
    std::uint64_t max_tree_bytes = std::uint64_t{256} << 20;
};

// Throws `Error` where a rule's series are too many or too large. `path` is the store's that was
// read last.
void check_size(const Rule& rule, const SeriesTable& table, const EvaluationLimits& limits,
                const std::string& path);

// What the rows of one store add up to, rule by rule. A store that turns out to be broken is left
// out by dropping its evaluation.
class StoreEvaluation {
public:
    // Tells where a row stands; asked only of rows that could contradict others.
    using LineOf = std::function<std::uint64_t(const xml::Row&)>;

    // `store` is the store's number in the order of reading. Rules whose `sources` do not match its
    // path are passed over. The rules must outlive this.
    StoreEvaluation(RuleSet& rules, StoreFacts facts, std::uint32_t store,
                    const EvaluationLimits& limits);

    // The rows of one element, and those in it, of the requests of the rule set. Throws `Error` for
    // what a policy or a limit refuses, `RowTreeError` for a row that is too large for a rule. Rows
    // that contradict or repeat others are counted by `SeriesTable::count_repeated`.
    void add(std::span<const xml::Row> rows, const LineOf& line_of);

    std::vector<SeriesTable>& tables() { return tables_; } // one for each rule
    const RowCounts& counts() const { return counts_; }

private:
    // What a label's text is, for the next rule that asks, as long as the node that it depends on
    // is the same.
    struct LabelText {
        std::uint64_t of = 0; // the identity of that node
        LabelValue value;
        bool given = false; // it is not the default
        bool skips = false; // its map leaves the row out
        std::string scratch;
        JoinedPath path;
    };

    // The number of a label's text, of the row or ancestor that it was last asked for.
    struct LabelNumber {
        std::uint64_t row = 0;
        std::uint64_t of = 0; // the identity of the node that it depends on
        std::uint32_t number = 0;
        TextNumbers numbers;
    };

    // A rule and what its rows add up to.
    struct RuleRun {
        CompiledRule& rule;
        SeriesTable& table;
        SeriesGrid& grid;
    };

    void evaluate(const RuleRun& run, const RowContext& context, const LineOf& line_of);
    bool is_selected(CompiledRule& rule, const RowContext& context);
    Accumulator* known_series(const RuleRun& run, const RowContext& context);
    std::uint32_t label_number(size_t index, const RowContext& context);
    std::string_view raw_label_text(size_t index, const RowContext& context);
    // What became of a row's key: a label is over the limit, or its map leaves the row out.
    enum class KeyOutcome { built, too_long, skipped };

    KeyOutcome build_key(const CompiledRule& rule, SeriesTable& table, const RowContext& context);
    const LabelText& label_text(size_t index, const RowContext& context);
    void skip(const RuleRun& run, Accumulator* known, SkipReason reason);
    void observe(const RuleRun& run, Accumulator& series, double number, const RowContext& context);
    void put(const RuleRun& run, Accumulator* known, double number, const RowContext& context,
             const LineOf& line_of);
    Accumulator& series_at(const RuleRun& run, Accumulator* known);
    [[noreturn]] void refuse(const CompiledRule& rule, const RowContext& context,
                             std::string_view why, const LineOf& line_of) const;

    RuleSet& rules_;
    StoreFacts facts_;
    std::uint32_t store_;
    EvaluationLimits limits_;
    std::vector<std::vector<size_t>> rules_of_request_;
    std::vector<std::uint64_t> ordinals_;    // per request
    std::vector<LabelText> label_texts_;     // of RuleSet::labels
    std::vector<LabelNumber> label_numbers_; // of these, too
    std::vector<SeriesTable> tables_;        // of RuleSet::rules
    std::vector<SeriesGrid> grids_;          // of these, too
    RowCounts counts_;
    SeriesKey key_;
    std::vector<std::uint32_t> numbers_; // of a row's labels, put together for the grid
};

} // namespace promfile
