#pragma once

#include "suggest/row_kinds.hpp"
#include "suggest/row_labels.hpp"

#include <set>
#include <utility>
#include <vector>

namespace promfile::suggest {

// The labels by which rows without series of their own are grouped, like GROUP BY of SQL: the key
// of the nearest ancestor row that has series of its own, and fields with few different texts.
class GroupingLabels {
public:
    GroupingLabels(const RowKinds& row_kinds, const RowKind& row_kind);

    // The ancestor's labels and those of all grouping texts, for counts.
    const RowLabels& count_labels() const { return count_labels_; }
    // The ancestor's labels and that of the first text alone, for sums.
    const RowLabels& sum_labels() const { return sum_labels_; }
    const RowLabels& ancestor_labels() const { return ancestor_labels_; }
    // The ancestor's labels and those of these fields.
    RowLabels labels_with(const std::vector<const Field*>& fields) const;

    // The same for one state, for counts.
    RowLabels labels_by_state(const Field& field) const;

    // Fields with a state other than that of the grouping texts. Rows are counted by each of them
    // separately: in combination they would make too many series.
    const std::vector<const Field*>& further_states() const { return further_states_; }

    bool has_ancestor() const { return ancestor_ != nullptr; }
    // The number of ancestor rows, 1 without them.
    std::uint64_t ancestors() const { return ancestor_ == nullptr ? 1 : ancestor_->count(); }
    // The number of series if the rows of the sample are grouped by these fields.
    size_t combinations(const std::vector<const Field*>& fields) const;
    size_t count_series() const { return combinations(texts_); }

    // Is the field used as a label, or a numeric code, which cannot be added up?
    bool uses(const Field& field) const;

private:
    void find_ancestor();
    std::vector<std::pair<int, const Field*>> candidates();
    void choose();
    RowLabels with_states(RowLabels labels, const std::vector<const Field*>& fields) const;
    bool is_code(const Field& field) const;
    int score(const Field& field) const;

    const RowKinds& row_kinds_;
    const RowKind& row_kind_;
    const PathNode& node_;
    const std::vector<SampledElement*>& rows_;
    const RowKind* ancestor_ = nullptr;
    RowLabels ancestor_labels_;
    std::vector<const Field*> texts_;
    std::vector<const Field*> further_states_;
    std::set<const Field*> codes_;
    RowLabels count_labels_;
    RowLabels sum_labels_;
};

} // namespace promfile::suggest
