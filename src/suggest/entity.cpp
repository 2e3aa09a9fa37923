#include "suggest/entity.hpp"

#include "suggest/repeated_places.hpp"
#include "suggest/unit_field.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <unordered_set>

namespace promfile::suggest {

namespace {

constexpr size_t max_field_depth = 5;

bool has_name_child(const PathNode& node) {
    constexpr size_t least_fields = 4;
    const auto is_name = [](const PathNode* child) {
        return child->name == "name" || child->name.ends_with(":name");
    };
    const auto name = std::find_if(node.children.begin(), node.children.end(), is_name);
    return name != node.children.end() && (*name)->text && (*name)->children.empty() &&
           node.attributes.size() + node.children.size() >= least_fields &&
           (*name)->count == node.count;
}

bool has_name_attribute(const PathNode& node) {
    const size_t fields = node.attributes.size() + node.children.size();
    for (const AttributeField& field : node.attributes) {
        const bool id = field.name == "id";
        if (!is_word(field.name, "name id uuid uname") || fields < 2 ||
            (node.children.empty() && (node.count != 1 || fields < 3))) {
            continue;
        }
        const bool telling =
            !id || node.children.size() >= 3 || field.statistics.of(ValueClass::word) > 0;
        if (field.statistics.given() == node.count && telling) {
            return true;
        }
    }
    return false;
}

bool is_item_of_list(const PathNode& node) {
    const PathNode& parent = *node.parent;
    const std::string list = snake_case(parent.name);
    const std::string item = snake_case(node.name);
    const bool alone = parent.children.size() == 1;
    if ((parent.parent != nullptr || alone) && is_plural_of(list, item)) {
        return true;
    }
    if (alone && (list.ends_with("list") || list.ends_with("table") || list.ends_with("set") ||
                  list.ends_with("items") || list.ends_with("results"))) {
        return true;
    }
    const auto structures =
        std::count_if(node.children.begin(), node.children.end(),
                      [](const PathNode* child) { return !child->children.empty(); });
    return is_word(item, "item entry row record") &&
           (parent.children.size() <= 2 || structures >= 2);
}

// The time as text beside the time as a number.
bool repeats_another(const Field& field, const std::deque<Field>& fields) {
    if (field.kind != FieldKind::time) {
        return false;
    }
    std::string stem;
    for (const std::string_view ending : {"_str", "str", "_desc", "desc", "_human", "human"}) {
        if (field.name.ends_with(ending)) {
            stem = field.name.substr(0, field.name.size() - ending.size());
            break;
        }
    }
    return !stem.empty() && std::any_of(fields.begin(), fields.end(), [&](const Field& other) {
        return other.name == stem || other.name == stem + "e";
    });
}

} // namespace

Entities::Entities(Profile& profile) : profile_(profile) {
    walk();
    join_places();
    for (Entity& entity : entities_) {
        add_references(entity);
    }
}

Entity* Entities::of(const PathNode* node) const {
    const auto found = by_node_.find(node);
    return found == by_node_.end() ? nullptr : found->second;
}

const SampledElement* Entities::parent_row(const SampledElement& element) const {
    const SampledElement* parent = element.parent;
    while (parent != nullptr && of(parent->node) == nullptr) {
        parent = parent->parent;
    }
    return parent;
}

void Entities::walk() {
    entities_.clear();
    by_node_.clear();
    for (PathNode* root : profile_.roots) {
        walk(*root, nullptr);
    }
    for (Entity& entity : entities_) {
        find_fields(entity);
    }
}

void Entities::walk(PathNode& node, Entity* parent) {
    struct Visit {
        PathNode* node;
        Entity* parent;
    };
    std::vector<Visit> to_visit = {{&node, parent}};
    std::unordered_set<const PathNode*> visited;
    while (!to_visit.empty()) {
        const Visit visit = to_visit.back();
        to_visit.pop_back();
        if (!visited.insert(visit.node).second) {
            continue;
        }
        Entity* row = visit.parent;
        if (visit.node->parent == nullptr || is_row(*visit.node)) {
            row = &entities_.emplace_back(*visit.node);
            row->parent = visit.parent;
            by_node_[visit.node] = row;
        }
        const auto& children = visit.node->children;
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            to_visit.push_back({*child, row});
        }
    }
}

bool Entities::is_row(const PathNode& node) const {
    if (node.folded) {
        return true;
    }
    return !node.is_leaf() && (node.recursive || node.max_in_parent > 1 || is_item_of_list(node) ||
                               has_name_attribute(node) || has_name_child(node));
}

void Entities::add_fields(Entity& entity, const PathNode& node, const std::string& path,
                          size_t depth) {
    const std::string below = path.empty() ? "" : path + "/";
    for (const AttributeField& field : node.attributes) {
        entity.fields.emplace_back(below + "@" + field.name, field.statistics,
                                   snake_case(field.name), node);
    }
    const bool has_text = node.text && node.text->given() > 0;
    if (has_text && (node.with_children == 0 || node.mixed > 0)) {
        entity.fields.emplace_back(path.empty() ? "." : path, *node.text, snake_case(node.name),
                                   node);
    }
    if (depth > max_field_depth) {
        return;
    }
    for (const PathNode* child : node.children) {
        if (child == &node || of(child) != nullptr || (child->parent != &node && !node.recursive) ||
            child->name == "...") {
            continue;
        }
        const bool list_of_texts = child->is_leaf() && child->max_in_parent > 1;
        if (list_of_texts) {
            continue;
        }
        if (child->is_leaf() && (!child->text || child->text->given() == 0)) {
            if (child->count < node.count) {
                entity.flags.push_back({below + child->name, child});
            }
            continue;
        }
        add_fields(entity, *child, below + child->name, depth + 1);
    }
}

void Entities::find_fields(Entity& entity) {
    add_fields(entity, *entity.node, "", 0);
    if (entity.node->folded) {
        FieldStatistics& names = name_statistics_.emplace_back();
        for (const SampledElement* element : entity.node->sampled) {
            names.add(element->name, profile_.statistics_budget);
        }
        entity.fields.emplace_back("name()", names, "name", *entity.node);
    }
    for (Field& field : entity.fields) {
        find_kind(field);
        if (field.path == "name()" && field.kind != FieldKind::enumeration) {
            field.kind = FieldKind::text;
        }
    }
    for (Field& field : entity.fields) {
        if (repeats_another(field, entity.fields)) {
            field.skip_reason = "another field says it";
        }
    }
    use_unit_fields(entity);
}

void Entities::join_places() {
    const std::vector<JoinedPlaces> joined = join_repeated_places(*this);
    if (joined.empty()) {
        return;
    }
    walk();
    for (const JoinedPlaces& places : joined) {
        if (Entity* entity = of(places.node)) {
            entity->places = places.between;
        }
    }
}

// <disk><pool name="a"/></disk>: the pool's name may be a label of the disk.
void Entities::add_references(Entity& entity) {
    for (const PathNode* child : entity.node->children) {
        const Entity* below = of(child);
        if (below == nullptr || below == &entity || child->max_in_parent > 1 || child->recursive ||
            child->parent != entity.node) {
            continue;
        }
        const auto name =
            std::find_if(below->fields.begin(), below->fields.end(),
                         [](const Field& field) { return is_word(field.path, "@name name @id"); });
        if (name != below->fields.end()) {
            const bool plain = name->name == "name" || name->name == "id";
            Field& field = entity.references.emplace_back(
                child->name + "/" + name->path, *name->statistics,
                plain ? snake_case(child->name) : name->name, *child);
            field.kind = name->kind;
        }
    }
}

size_t steps_up(const PathNode& node, const PathNode& ancestor) {
    size_t steps = 0;
    const PathNode* at = &node;
    while (at != nullptr && at != &ancestor) {
        at = at->parent;
        ++steps;
    }
    return at == nullptr ? 0 : steps;
}

std::string row_path(const PathNode& node) {
    std::string path;
    for (const PathNode* step : node.chain()) {
        path += step->recursive || step->anywhere ? "//" : "/";
        path += step->name;
    }
    return path;
}

} // namespace promfile::suggest
