#include "suggest/repeated_places.hpp"

#include "suggest/entity.hpp"
#include "suggest/folding.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace promfile::suggest {

namespace {

constexpr double least_similarity = 0.6;
constexpr size_t least_fields = 3;

using Identities = std::set<std::string_view>;

std::optional<Identities> identities(const Entity& entity) {
    const auto field =
        std::find_if(entity.fields.begin(), entity.fields.end(), [](const Field& candidate) {
            return is_word(candidate.path, "@id @name name id") &&
                   (candidate.kind == FieldKind::enumeration || candidate.kind == FieldKind::text ||
                    candidate.kind == FieldKind::identifier);
        });
    if (field == entity.fields.end()) {
        return std::nullopt;
    }
    Identities all;
    for (const SampledElement* element : entity.node->sampled) {
        if (const auto text = field->of(*element)) {
            all.insert(*text);
        }
    }
    return all;
}

bool are_disjoint(const Identities& a, const Identities& b) {
    return std::none_of(a.begin(), a.end(), [&](std::string_view id) { return b.count(id) > 0; });
}

bool is_same_element(const Entity& a, const Entity& b) {
    const size_t fields = a.node->attributes.size() + a.node->children.size();
    if (fields < least_fields || similarity(*a.node, *b.node) < least_similarity ||
        a.node->is_below(b.node) || b.node->is_below(a.node)) {
        return false;
    }
    const auto of_a = identities(a);
    const auto of_b = identities(b);
    return of_a && of_b && are_disjoint(*of_a, *of_b);
}

PathNode* common_ancestor(const std::vector<const Entity*>& group) {
    PathNode* ancestor = group.front()->node->parent;
    while (ancestor != nullptr &&
           !std::all_of(group.begin(), group.end(), [&](const Entity* entity) {
               return entity->node->is_below(ancestor) && entity->node != ancestor;
           })) {
        ancestor = ancestor->parent;
    }
    return ancestor;
}

JoinedPlaces join(const Entities& entities, const std::vector<const Entity*>& group,
                  PathNode& ancestor) {
    JoinedPlaces joined;
    joined.node = group.front()->node;
    for (const Entity* entity : group) {
        for (const PathNode* node = entity->node->parent; node != &ancestor; node = node->parent) {
            const bool known = std::find(joined.between.begin(), joined.between.end(), node) !=
                               joined.between.end();
            if (!known && entities.of(node) != nullptr) {
                joined.between.push_back(node);
            }
        }
    }
    for (const Entity* entity : group) {
        entity->node->parent->remove_child(entity->node);
        if (entity->node != joined.node) {
            merge(entities.profile(), *joined.node, *entity->node);
        }
    }
    joined.node->anywhere = true;
    joined.node->parent = &ancestor;
    ancestor.add_child(joined.node);
    return joined;
}

} // namespace

std::vector<JoinedPlaces> join_repeated_places(const Entities& entities) {
    std::map<std::string_view, std::vector<const Entity*>> by_name;
    for (const Entity& entity : entities.all()) {
        if (!entity.is_root() && !entity.node->recursive && !entity.node->folded) {
            by_name[entity.node->name].push_back(&entity);
        }
    }
    std::vector<JoinedPlaces> all;
    for (auto& [name, same_name] : by_name) {
        std::stable_sort(same_name.begin(), same_name.end(), [](const Entity* a, const Entity* b) {
            return a->node->chain().size() < b->node->chain().size();
        });
        std::vector<const Entity*> group;
        for (const Entity* entity : same_name) {
            if (group.empty() || std::all_of(group.begin(), group.end(), [&](const Entity* member) {
                    return is_same_element(*member, *entity);
                })) {
                group.push_back(entity);
            }
        }
        PathNode* ancestor = group.size() < 2 ? nullptr : common_ancestor(group);
        // // finds all elements of that name below it.
        const auto below =
            std::count_if(same_name.begin(), same_name.end(), [&](const Entity* entity) {
                return ancestor != nullptr && entity->node->is_below(ancestor);
            });
        if (ancestor != nullptr && ancestor->parent != nullptr &&
            static_cast<size_t>(below) == group.size()) {
            all.push_back(join(entities, group, *ancestor));
        }
    }
    return all;
}

} // namespace promfile::suggest
