#include "suggest/drafting.hpp"

#include "suggest/pair_rules.hpp"
#include "suggest/row_key.hpp"
#include "suggest/row_rules.hpp"
#include "suggest/sum_rules.hpp"
#include "suggest/vocabulary.hpp"

namespace promfile::suggest {

namespace {

bool holds_settings(const PathNode& node) {
    const auto named = [](const PathNode* element) {
        return element != nullptr &&
               is_word(snake_case(element->name), vocabulary::settings_elements);
    };
    return named(&node) || named(node.parent);
}

bool is_listed(const Entities& entities, const Entity& entity) {
    const std::uint64_t documents = entities.profile().documents;
    const bool record = is_word(snake_case(entity.node->name), "item entry record row");
    if (entity.is_root() || (entity.count() == documents && !entity.has_key() && !record)) {
        return true;
    }
    const std::uint64_t moments = std::max<std::uint64_t>(1, moments_of(entity));
    if (!is_keyed(entities, entity) || entity.count() / moments > max_listed_rows) {
        return false;
    }
    return entity.has_key() || entity.moments > 0 || (entity.count() <= documents && !record) ||
           entity.node->recursive;
}

} // namespace

void draft_rules(Draft& draft, Entities& entities) {
    for (Entity& entity : entities.all()) {
        const bool setting = holds_settings(*entity.node);
        if (draft_pairs(draft, entities, entity, setting)) {
            continue;
        }
        if (is_listed(entities, entity)) {
            draft_listed_rows(draft, entity, setting);
        } else {
            draft_summed_rows(draft, entity, setting);
        }
    }
}

} // namespace promfile::suggest
