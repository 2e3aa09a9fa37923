#include "suggest/repeated_places.hpp"

#include "suggest/folding.hpp"
#include "suggest/row_kinds.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace promfile::suggest {

namespace {

constexpr double min_similarity = 0.6;
constexpr size_t min_fields = 3;

using Identities = std::set<std::string_view>;

std::optional<Identities> identities(const RowKind& row_kind) {
    const auto field =
        std::find_if(row_kind.fields.begin(), row_kind.fields.end(), [](const Field& candidate) {
            return is_word(candidate.path, "@id @name name id") &&
                   (candidate.kind == FieldKind::enumeration || candidate.kind == FieldKind::text ||
                    candidate.kind == FieldKind::identifier);
        });
    if (field == row_kind.fields.end()) {
        return std::nullopt;
    }
    Identities all;
    for (const SampledElement* element : row_kind.node->sampled) {
        if (const auto text = field->value_in(*element)) {
            all.insert(*text);
        }
    }
    return all;
}

bool are_disjoint(const Identities& a, const Identities& b) {
    return std::none_of(a.begin(), a.end(), [&](std::string_view id) { return b.count(id) > 0; });
}

bool is_same_element(const RowKind& a, const RowKind& b) {
    const size_t fields = a.node->attributes.size() + a.node->children.size();
    if (fields < min_fields || similarity(*a.node, *b.node) < min_similarity ||
        a.node->is_below(b.node) || b.node->is_below(a.node)) {
        return false;
    }
    const auto of_a = identities(a);
    const auto of_b = identities(b);
    return of_a && of_b && are_disjoint(*of_a, *of_b);
}

PathNode* common_ancestor(const std::vector<const RowKind*>& group) {
    PathNode* ancestor = group.front()->node->parent;
    while (ancestor != nullptr &&
           !std::all_of(group.begin(), group.end(), [&](const RowKind* row_kind) {
               return row_kind->node->is_below(ancestor) && row_kind->node != ancestor;
           })) {
        ancestor = ancestor->parent;
    }
    return ancestor;
}

JoinedPlaces join(const RowKinds& row_kinds, const std::vector<const RowKind*>& group,
                  PathNode& ancestor) {
    JoinedPlaces joined;
    joined.node = group.front()->node;
    for (const RowKind* row_kind : group) {
        for (const PathNode* node = row_kind->node->parent; node != &ancestor;
             node = node->parent) {
            const bool known = std::find(joined.between.begin(), joined.between.end(), node) !=
                               joined.between.end();
            if (!known && row_kinds.find(node) != nullptr) {
                joined.between.push_back(node);
            }
        }
    }
    for (const RowKind* row_kind : group) {
        row_kind->node->parent->remove_child(row_kind->node);
        if (row_kind->node != joined.node) {
            merge(row_kinds.profile(), *joined.node, *row_kind->node);
        }
    }
    joined.node->anywhere = true;
    joined.node->parent = &ancestor;
    ancestor.add_child(joined.node);
    return joined;
}

} // namespace

std::vector<JoinedPlaces> join_repeated_places(const RowKinds& row_kinds) {
    std::map<std::string_view, std::vector<const RowKind*>> by_name;
    for (const RowKind& row_kind : row_kinds.all()) {
        if (!row_kind.is_root() && !row_kind.node->recursive && !row_kind.node->folded) {
            by_name[row_kind.node->name].push_back(&row_kind);
        }
    }
    std::vector<JoinedPlaces> all;
    for (auto& [name, same_name] : by_name) {
        std::stable_sort(same_name.begin(), same_name.end(),
                         [](const RowKind* a, const RowKind* b) {
                             return a->node->chain().size() < b->node->chain().size();
                         });
        std::vector<const RowKind*> group;
        for (const RowKind* row_kind : same_name) {
            if (group.empty() ||
                std::all_of(group.begin(), group.end(), [&](const RowKind* member) {
                    return is_same_element(*member, *row_kind);
                })) {
                group.push_back(row_kind);
            }
        }
        PathNode* ancestor = group.size() < 2 ? nullptr : common_ancestor(group);
        // The path with // would find all elements of that name below the ancestor.
        const auto below =
            std::count_if(same_name.begin(), same_name.end(), [&](const RowKind* row_kind) {
                return ancestor != nullptr && row_kind->node->is_below(ancestor);
            });
        if (ancestor != nullptr && ancestor->parent != nullptr &&
            static_cast<size_t>(below) == group.size()) {
            all.push_back(join(row_kinds, group, *ancestor));
        }
    }
    return all;
}

} // namespace promfile::suggest
