#pragma once

#include "suggest/entity.hpp"
#include "suggest/labels.hpp"

#include <set>
#include <utility>
#include <vector>

namespace promfile::suggest {

// What rows that get no series of their own have in common: the nearest row around them that has,
// and texts of which there are few.
class Dimensions {
public:
    Dimensions(const Entities& entities, const Entity& entity);

    // Labels of the row around, and of the texts that rows are counted by.
    const RowLabels& count_labels() const { return count_labels_; }
    // The same with the first text alone, for sums.
    const RowLabels& sum_labels() const { return sum_labels_; }
    const RowLabels& ancestor_labels() const { return ancestor_labels_; }
    // Labels of the row around, and of a text.
    RowLabels labels_with(const std::vector<const Field*>& fields) const;

    // States that are not among the texts, since they tell something else.
    const std::vector<const Field*>& further_states() const { return further_states_; }

    bool has_ancestor() const { return ancestor_ != nullptr; }
    std::uint64_t ancestors() const { return ancestor_ == nullptr ? 1 : ancestor_->count(); }
    // How many series the rows make with these texts as labels.
    size_t combinations(const std::vector<const Field*>& fields) const;
    size_t count_series() const { return combinations(texts_); }

    // Is the field a label of one of the counts, or a code, which cannot be added up?
    bool uses(const Field& field) const;

private:
    void find_ancestor();
    std::vector<std::pair<int, const Field*>> candidates();
    void choose();
    bool is_code(const Field& field) const;
    int score(const Field& field) const;

    const Entities& entities_;
    const Entity& entity_;
    const PathNode& node_;
    const std::vector<SampledElement*>& rows_;
    const Entity* ancestor_ = nullptr;
    RowLabels ancestor_labels_;
    std::vector<const Field*> texts_;
    std::vector<const Field*> further_states_;
    std::set<const Field*> codes_;
    RowLabels count_labels_;
    RowLabels sum_labels_;
};

} // namespace promfile::suggest
