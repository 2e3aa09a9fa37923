#include "suggest/grouping_labels.hpp"

#include "suggest/draft.hpp"
#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

// With more series than this, the groups would not summarize the rows.
constexpr size_t max_combinations = 50;
constexpr size_t max_grouping_texts = 3;
// With fewer rows, equal texts on all of them may be chance.
constexpr size_t few_rows = 5;

bool holds(const std::vector<const Field*>& fields, const Field& field) {
    return std::find(fields.begin(), fields.end(), &field) != fields.end();
}

// Does the field name the person or thing that the row belongs to?
bool is_owner(const Field& field) {
    constexpr std::string_view owners =
        "owner user group site region queue domain environment method protocol source project "
        "app severity operation action";
    return holds_word(field.name, owners);
}

// Is the field in the same structure of the row as one of the others?
bool is_beside_any(const Field& field, const std::vector<const Field*>& others) {
    return field.depth() > 0 && std::any_of(others.begin(), others.end(), [&](const Field* other) {
               return other->is_beside(field);
           });
}

} // namespace

GroupingLabels::GroupingLabels(const RowKinds& row_kinds, const RowKind& row_kind)
    : row_kinds_(row_kinds), row_kind_(row_kind), node_(*row_kind.node),
      rows_(row_kind.node->sampled) {
    find_ancestor();
    choose();
}

bool GroupingLabels::uses(const Field& field) const {
    return holds(texts_, field) || holds(further_states_, field) || codes_.count(&field) > 0;
}

// Finds the nearest ancestor row that has series of its own.
void GroupingLabels::find_ancestor() {
    for (const RowKind* at = row_kind_.parent; at != nullptr && !at->is_root(); at = at->parent) {
        if (at->has_key() && !at->transient && at->count() <= max_listed_rows &&
            is_keyed(row_kinds_, *at)) {
            ancestor_ = at;
            ancestor_labels_ = labels_of(row_kinds_, *at, node_);
            return;
        }
    }
}

size_t GroupingLabels::combinations(const std::vector<const Field*>& fields) const {
    std::set<std::pair<const SampledElement*, std::vector<std::string_view>>> seen;
    for (const SampledElement* row : rows_) {
        std::vector<std::string_view> texts;
        texts.reserve(fields.size());
        for (const Field* field : fields) {
            texts.push_back(field->value_in(*row).value_or(std::string_view()));
        }
        const SampledElement* around = ancestor_ == nullptr ? nullptr : row_kinds_.parent_row(*row);
        seen.emplace(around, std::move(texts));
    }
    return seen.size();
}

// A number that is the code of a state: few different whole numbers on many rows, with the name of
// a state, code or type.
bool GroupingLabels::is_code(const Field& field) const {
    constexpr size_t max_codes = 10;
    constexpr std::uint64_t min_rows = 8;
    return field.kind == FieldKind::number &&
           field.statistics->count_of(ValueClass::decimal) == 0 &&
           field.statistics->distinct() <= max_codes && node_.count >= min_rows &&
           (is_state_name(field.name) ||
            ends_in_word(field.name, "code type priority severity level"));
}

int GroupingLabels::score(const Field& field) const {
    int points = 0;
    points += is_state_name(field.name) ? 30 : 0;
    points += holds_word(field.name, vocabulary::description_words) ? 15 : 0;
    points += is_owner(field) ? 12 : 0;
    points -= field.kind == FieldKind::boolean ? 10 : 0;
    points -= field.statistics->distinct() == 1 && node_.count >= few_rows ? 8 : 0;
    points -= field.depth() > 1 ? 4 : 0;
    points -= 2 * field.statistics->non_empty() < node_.count ? 10 : 0;
    return points;
}

// Fields with few different texts, best first. A field with the same text on every row is not worth
// a label.
std::vector<std::pair<int, const Field*>> GroupingLabels::candidates() {
    constexpr size_t max_depth = 3;
    constexpr int min_score = 4;
    std::vector<std::pair<int, const Field*>> scored;
    for (const Field& field : row_kind_.fields) {
        if (is_code(field)) {
            codes_.insert(&field);
        }
        const bool text = field.kind == FieldKind::enumeration ||
                          field.kind == FieldKind::boolean || codes_.count(&field) > 0;
        const bool tells = field.statistics->distinct() > 1 || node_.count < few_rows ||
                           field.statistics->non_empty() < node_.count || is_state_name(field.name);
        const int points = score(field);
        if (text && tells && field.skip_reason.empty() && field.depth() <= max_depth &&
            points >= min_score) {
            scored.emplace_back(points, &field);
        }
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->depth() < b.second->depth();
    });
    return scored;
}

// Chooses the grouping texts: the best state, with states of the same structure and with the owner
// of the row; without a state, up to three other texts. Other states go to `further_states_`. A
// combination is used only if there are at most half as many groups as rows. This does not apply to
// rows whose names are types: they are events, and their few kinds can be counted.
void GroupingLabels::choose() {
    constexpr int state_score = 20;
    bool has_state = false;
    for (const auto& [points, field] : candidates()) {
        const bool state = points >= state_score;
        std::vector<const Field*> with = texts_;
        with.push_back(field);
        const size_t tuples = combinations(with);
        const bool coarse =
            tuples <= max_combinations && (tuples <= std::max<size_t>(1, rows_.size() / 2) ||
                                           rows_.size() < few_rows || node_.names_are_types);
        if (state && has_state && !is_beside_any(*field, texts_)) {
            further_states_.push_back(field);
        } else if (coarse && with.size() <= max_grouping_texts &&
                   (!has_state || state || is_owner(*field))) {
            texts_ = with;
            has_state |= state;
        }
    }
    count_labels_ = with_states(labels_with(texts_), texts_);
    sum_labels_ = labels_with({texts_.begin(), texts_.begin() + (texts_.empty() ? 0 : 1)});
}

RowLabels GroupingLabels::labels_by_state(const Field& field) const {
    return with_states(labels_with({&field}), {&field});
}

// Declares the states of the last labels, which are those of the fields: then a state that no row
// is in counts 0, and the series of the failed rows are there before a row fails.
RowLabels GroupingLabels::with_states(RowLabels labels,
                                      const std::vector<const Field*>& fields) const {
    size_t series = std::max<size_t>(1, combinations(fields));
    for (size_t i = 0; i < fields.size(); ++i) {
        if (!is_stateful(*fields[i])) {
            continue;
        }
        const std::vector<std::string> states = states_of(*fields[i]);
        series *= states.size();
        if (series <= max_combinations) {
            labels[labels.size() - fields.size() + i].rule.values = states;
        }
    }
    return labels;
}

RowLabels GroupingLabels::labels_with(const std::vector<const Field*>& fields) const {
    RowLabels labels = ancestor_labels_;
    for (const Field* field : fields) {
        RowLabel label;
        label.rule.name = unused_label_name(labels, label_name(field_label(row_kind_, *field)));
        label.rule.value = field->path;
        labels.push_back(label);
    }
    return labels;
}

} // namespace promfile::suggest
