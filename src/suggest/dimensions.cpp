#include "suggest/dimensions.hpp"

#include "suggest/draft.hpp"
#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

constexpr size_t max_combinations = 50; // of the texts that rows are counted by
constexpr size_t max_dimensions = 3;
constexpr size_t few_rows = 5; // too few to tell what is the same on each

bool holds(const std::vector<const Field*>& fields, const Field& field) {
    return std::find(fields.begin(), fields.end(), &field) != fields.end();
}

// Who or what the row belongs to.
bool is_owner(const Field& field) {
    constexpr std::string_view owners =
        "owner user group site region queue domain environment method protocol source project "
        "app severity";
    return holds_word(field.name, owners);
}

// Does it stand in the same structure of the row as one of the others?
bool is_beside(const Field& field, const std::vector<const Field*>& others) {
    const auto structure = [](const Field& one) {
        return one.depth() == 0 ? std::string() : one.path.substr(0, one.path.rfind('/'));
    };
    return field.depth() > 0 && std::any_of(others.begin(), others.end(), [&](const Field* other) {
               return structure(*other) == structure(field);
           });
}

} // namespace

Dimensions::Dimensions(const Entities& entities, const Entity& entity)
    : entities_(entities), entity_(entity), node_(*entity.node), rows_(entity.node->sampled) {
    find_ancestor();
    choose();
}

bool Dimensions::uses(const Field& field) const {
    return holds(texts_, field) || holds(further_states_, field) || codes_.count(&field) > 0;
}

// The nearest row around it that has series of its own.
void Dimensions::find_ancestor() {
    for (const Entity* at = entity_.parent; at != nullptr && !at->is_root(); at = at->parent) {
        if (at->has_key() && !at->transient && at->count() <= max_listed_rows &&
            is_keyed(entities_, *at)) {
            ancestor_ = at;
            ancestor_labels_ = labels_of(entities_, *at, node_);
            return;
        }
    }
}

size_t Dimensions::combinations(const std::vector<const Field*>& fields) const {
    std::set<std::pair<const SampledElement*, std::vector<std::string_view>>> seen;
    for (const SampledElement* row : rows_) {
        std::vector<std::string_view> texts;
        texts.reserve(fields.size());
        for (const Field* field : fields) {
            texts.push_back(field->of(*row).value_or(std::string_view()));
        }
        const SampledElement* around = ancestor_ == nullptr ? nullptr : entities_.parent_row(*row);
        seen.emplace(around, std::move(texts));
    }
    return seen.size();
}

// A number that is the code of a state.
bool Dimensions::is_code(const Field& field) const {
    constexpr size_t max_codes = 10;
    constexpr std::uint64_t least_rows = 8;
    return field.kind == FieldKind::number && field.statistics->of(ValueClass::decimal) == 0 &&
           field.statistics->distinct() <= max_codes && node_.count >= least_rows &&
           (is_state_name(field.name) ||
            ends_in_word(field.name, "code type priority severity level"));
}

int Dimensions::score(const Field& field) const {
    int points = 0;
    points += is_state_name(field.name) ? 30 : 0;
    points += holds_word(field.name, vocabulary::description_words) ? 15 : 0;
    points += is_owner(field) ? 12 : 0;
    points -= field.kind == FieldKind::boolean ? 10 : 0;
    points -= field.statistics->distinct() == 1 && node_.count >= few_rows ? 8 : 0;
    points -= field.depth() > 1 ? 4 : 0;
    points -= 2 * field.statistics->given() < node_.count ? 10 : 0;
    return points;
}

// Fields with few texts, best first. What is the same on every row tells nothing.
std::vector<std::pair<int, const Field*>> Dimensions::candidates() {
    constexpr size_t max_depth = 3;
    constexpr int least_score = 4;
    std::vector<std::pair<int, const Field*>> scored;
    for (const Field& field : entity_.fields) {
        if (is_code(field)) {
            codes_.insert(&field);
        }
        const bool text = field.kind == FieldKind::enumeration ||
                          field.kind == FieldKind::boolean || codes_.count(&field) > 0;
        const bool tells = field.statistics->distinct() > 1 || node_.count < few_rows ||
                           field.statistics->given() < node_.count || is_state_name(field.name);
        const int points = score(field);
        if (text && tells && field.skip_reason.empty() && field.depth() <= max_depth &&
            points >= least_score) {
            scored.emplace_back(points, &field);
        }
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->depth() < b.second->depth();
    });
    return scored;
}

// The best state together with others of its structure and with what the rows belong to, or else up
// to three texts; each further state by itself.
void Dimensions::choose() {
    constexpr int state_score = 20;
    bool has_state = false;
    for (const auto& [points, field] : candidates()) {
        const bool state = points >= state_score;
        std::vector<const Field*> with = texts_;
        with.push_back(field);
        const size_t tuples = combinations(with);
        const bool coarse =
            tuples <= max_combinations &&
            (tuples <= std::max<size_t>(1, rows_.size() / 2) || rows_.size() < few_rows);
        if (state && has_state && !is_beside(*field, texts_)) {
            further_states_.push_back(field);
        } else if (coarse && with.size() <= max_dimensions &&
                   (!has_state || state || is_owner(*field))) {
            texts_ = with;
            has_state |= state;
        }
    }
    count_labels_ = labels_with(texts_);
    sum_labels_ = labels_with({texts_.begin(), texts_.begin() + (texts_.empty() ? 0 : 1)});
}

RowLabels Dimensions::labels_with(const std::vector<const Field*>& fields) const {
    RowLabels labels = ancestor_labels_;
    std::set<std::string> used;
    for (const RowLabel& label : labels) {
        used.insert(label.rule.name);
    }
    for (const Field* field : fields) {
        RowLabel label;
        label.rule.name = label_name(field_label(entity_, *field));
        while (!used.insert(label.rule.name).second) {
            label.rule.name += "_2";
        }
        label.rule.value = field->path;
        labels.push_back(label);
    }
    return labels;
}

} // namespace promfile::suggest
