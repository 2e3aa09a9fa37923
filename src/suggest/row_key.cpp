#include "suggest/row_key.hpp"

#include "suggest/key_search.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <set>

namespace promfile::suggest {

namespace {

constexpr int name_score = 100;
constexpr int score_of_name_below = 45;
constexpr int least_stable_score = 70;
constexpr size_t long_text = 48;
constexpr size_t too_long_text = 100;

// The score that the name alone gives.
int name_part(const Field& field) {
    const std::string& name = field.name;
    const bool text = field.kind == FieldKind::enumeration || field.kind == FieldKind::text;
    if (field.path == "." && field.kind != FieldKind::number) {
        return 25;
    }
    if (field.depth() > 0 && (is_word(name, vocabulary::plain_name_words) || name == "id") &&
        !ends_in_word(snake_case(field.steps[field.steps.size() - 2]),
                      vocabulary::describing_structures)) {
        return score_of_name_below;
    }
    struct Scored {
        bool holds;
        int score;
    };
    const Scored table[] = {
        {is_word(name, vocabulary::plain_name_words), name_score},
        {ends_in_word(name, vocabulary::other_name_words), 45},
        {ends_in_word(name, "name"), 90},
        {ends_in_word(name, vocabulary::place_words), 78},
        {ends_in_word(name, vocabulary::volatile_words), 22},
        {ends_in_word(name, "label"), 90},
        {is_word(name, vocabulary::index_words), 66},
        {ends_in_word(name, "id index number"), 52},
        {holds_text(name, "uuid guid serial"), 40},
        {is_word(name, vocabulary::kind_words), 62},
        {holds_word(name, vocabulary::description_words), 34},
        {is_state_name(name), 8},
        {text, 36},
    };
    const auto found = std::find_if(std::begin(table), std::end(table),
                                    [](const Scored& scored) { return scored.holds; });
    return found == std::end(table) ? -1 : found->score;
}

bool is_key_kind(FieldKind kind) {
    constexpr FieldKind never[] = {FieldKind::free_text, FieldKind::secret,   FieldKind::personal,
                                   FieldKind::time,      FieldKind::duration, FieldKind::quantity,
                                   FieldKind::boolean,   FieldKind::none,     FieldKind::url};
    return std::find(std::begin(never), std::end(never), kind) == std::end(never);
}

// Rows that have a time of their own each are events.
bool are_events(const Entity& entity) {
    constexpr std::uint64_t least_rows = 8;
    return entity.count() >= least_rows &&
           std::any_of(entity.fields.begin(), entity.fields.end(), [&](const Field& field) {
               const bool time = field.kind == FieldKind::time ||
                                 (field.kind == FieldKind::number && is_time_name(field.name) &&
                                  field.statistics->min > 1e9);
               return time && field.depth() <= 1 &&
                      10 * field.statistics->distinct() >
                          8 * std::min<std::uint64_t>(entity.count(), DistinctCount::limit);
           });
}

// The key's values are gone tomorrow.
bool comes_and_goes(const Entity& entity) {
    if (entity.key.empty()) {
        return false;
    }
    constexpr std::uint64_t many = 8;
    constexpr std::uint64_t several = 5;
    const Field& first = *entity.key.front();
    const std::string row = snake_case(entity.node->name);
    const auto any_key = [&](auto holds) {
        return std::any_of(entity.key.begin(), entity.key.end(), holds);
    };
    return ends_in_word(first.name, vocabulary::volatile_words) ||
           (first.kind == FieldKind::identifier && entity.count() > many &&
            !holds_text(first.name, "uuid")) ||
           first.statistics->longest > too_long_text ||
           (ends_in_word(row, vocabulary::transient_rows) && entity.count() >= several) ||
           (are_events(entity) && key_score(first) < least_stable_score) ||
           (entity.path_attribute.empty() && any_key([](const Field* field) {
                return field->statistics->of(ValueClass::digest) > 0;
            })) ||
           (holds_word(row, vocabulary::visitor_rows) &&
            any_key([](const Field* field) { return field->kind == FieldKind::address; }));
}

void find_foreign_labels(const Entities& entities, Entity& entity) {
    constexpr size_t max_foreign = 2;
    std::set<std::string> rows;
    for (const Entity& other : entities.all()) {
        rows.insert(snake_case(other.node->name));
    }
    const auto add = [&](const Field& field, bool reference) {
        const bool used =
            std::find(entity.key.begin(), entity.key.end(), &field) != entity.key.end();
        const bool text = field.kind == FieldKind::enumeration || field.kind == FieldKind::text;
        if (used || entity.foreign.size() >= max_foreign || field.depth() > 1 || !text) {
            return;
        }
        const bool of_place =
            field.depth() == 1 && is_word(field.name, "name id") &&
            ends_in_word(snake_case(field.steps.front()), vocabulary::place_words);
        const bool names_another = rows.count(field.name) > 0 || of_place ||
                                   ends_in_word(field.name, vocabulary::place_words) ||
                                   field.name == "rsc_name";
        const bool telling = field.statistics->longest <= long_text && !is_state_name(field.name) &&
                             names_another && field.statistics->distinct() > 1;
        if (telling || reference) {
            entity.foreign.push_back(&field);
        }
    };
    for (const Field& field : entity.fields) {
        add(field, false);
    }
    for (const Field& field : entity.references) {
        add(field, true);
    }
}

// No two rows of the sample have the same key, wherever they stand.
bool is_unique_everywhere(const Entity& entity) {
    std::set<std::vector<std::string_view>> seen;
    for (const SampledElement* row : entity.node->sampled) {
        std::vector<std::string_view> key;
        for (const Field* field : entity.key) {
            key.push_back(field->of(*row).value_or(std::string_view()));
        }
        if (!seen.insert(std::move(key)).second) {
            return false;
        }
    }
    return !entity.key.empty();
}

} // namespace

int key_score(const Field& field) {
    if (!is_key_kind(field.kind)) {
        return -1;
    }
    int score = name_part(field);
    if (field.kind == FieldKind::number && score > 0) {
        const bool by_name = score == name_score || score == 90 || score == 36;
        score -= by_name ? 30 : 0;
        if (field.statistics->of(ValueClass::decimal) > 0 ||
            !(ends_in_word(field.name, vocabulary::numeric_key_words) ||
              field.name.ends_with("id"))) {
            return -1;
        }
    }
    if (field.kind == FieldKind::address) {
        score = std::max(score, 45);
    }
    if (field.kind == FieldKind::identifier) {
        score = std::min(score, 60);
    }
    score -= field.statistics->longest > long_text ? 12 : 0;
    score += field.path.starts_with('@') ? 3 : 0;
    return score - 4 * static_cast<int>(field.depth());
}

void find_keys(Entities& entities) {
    for (Entity& entity : entities.all()) {
        if (entity.is_root()) {
            continue;
        }
        KeySearch(entities, entity).run();
        entity.transient = comes_and_goes(entity);
        if (!entity.key.empty() && !entity.transient && !entity.node->folded) {
            find_foreign_labels(entities, entity);
        }
    }
}

std::uint64_t moments_of(const Entity& entity) {
    for (const Entity* at = &entity; at != nullptr; at = at->parent) {
        if (at->moments > 0) {
            return at->moments;
        }
    }
    return 0;
}

bool is_keyed(const Entities& entities, const Entity& entity) {
    const std::uint64_t documents = entities.profile().documents;
    for (const Entity* at = &entity; at != nullptr && !at->is_root(); at = at->parent) {
        if (at->moments > 0) {
            continue;
        }
        if (!at->has_key() && at->count() > documents) {
            const bool once = at != &entity && at->node->max_in_parent <= 1 &&
                              at->count() == (at->parent == nullptr ? 1 : at->parent->count());
            if (!once) {
                return at != &entity && is_unique_everywhere(entity);
            }
        }
        if (at->transient) {
            return false;
        }
    }
    return true;
}

} // namespace promfile::suggest
