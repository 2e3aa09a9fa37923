#include "suggest/row_kinds.hpp"

#include "suggest/named_secrets.hpp"
#include "suggest/repeated_places.hpp"
#include "suggest/unit_field.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "suggest/zoned_times.hpp"

#include <algorithm>
#include <unordered_set>

namespace promfile::suggest {

namespace {

constexpr size_t max_field_depth = 5;

// Signs that an element is a row although it does not repeat in this store: it has a name, or its
// parent is called a list. A name alone is not enough: structures that only describe their
// parent (<os name="..." version="..."/>) have one, too.

bool has_name_child(const PathNode& node) {
    constexpr size_t min_fields = 4;
    if (node.max_in_parent == 1 &&
        ends_in_word(snake_case(node.name), vocabulary::describing_structures)) {
        return false;
    }
    const auto is_name = [](const PathNode* child) {
        return child->name == "name" || child->name.ends_with(":name");
    };
    const auto name = std::find_if(node.children.begin(), node.children.end(), is_name);
    return name != node.children.end() && (*name)->text && (*name)->children.empty() &&
           node.attributes.size() + node.children.size() >= min_fields &&
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
            !id || node.children.size() >= 3 || field.statistics.count_of(ValueClass::word) > 0;
        if (field.statistics.non_empty() == node.count && telling) {
            return true;
        }
    }
    return false;
}

// Is the element a value with a name, as <int name="size">3</int> is?
bool is_named_value(const PathNode& node) {
    const auto names = [&](const AttributeField& field) {
        return is_word(field.name, "name key id") && field.statistics.non_empty() == node.count;
    };
    return node.children.empty() && node.text && node.text->non_empty() > 0 &&
           std::any_of(node.attributes.begin(), node.attributes.end(), names);
}

// Are there named values whose elements are types, <int name="size"> beside <long name="hits">?
// All of them are rows, even if each type has one name in this store.
bool is_typed_value(const PathNode& node) {
    return is_named_value(node) &&
           std::any_of(
               node.parent->children.begin(), node.parent->children.end(),
               [&](const PathNode* other) { return other != &node && is_named_value(*other); });
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

// Is the field a time as text beside the same time as a number, such as start_str beside start?
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

// Is the field the year of a date, or the minute of a time of day? The parts of a date have a year
// and a month among them.
bool is_part_of_time(const Field& field, const std::deque<Field>& fields) {
    constexpr double months = 12;
    if (!is_word(field.name, vocabulary::parts_of_a_time)) {
        return false;
    }
    const auto has_beside = [&](auto matches) {
        return std::any_of(fields.begin(), fields.end(), [&](const Field& other) {
            return other.is_beside(field) && matches(other);
        });
    };
    const auto is_month = [&](const Field& other) {
        return other.name == "month" && other.statistics->max <= months;
    };
    return (field.depth() > 0 && ends_in_word(snake_case(field.element_around()), "date time")) ||
           (has_beside(is_calendar_year) && has_beside(is_month));
}

} // namespace

RowKinds::RowKinds(Profile& profile) : profile_(profile) {
    walk();
    join_places();
    for (RowKind& row_kind : row_kinds_) {
        add_references(row_kind);
    }
}

RowKind* RowKinds::find(const PathNode* node) const {
    const auto found = by_node_.find(node);
    return found == by_node_.end() ? nullptr : found->second;
}

const SampledElement* RowKinds::parent_row(const SampledElement& element) const {
    const SampledElement* parent = element.parent;
    while (parent != nullptr && find(parent->node) == nullptr) {
        parent = parent->parent;
    }
    return parent;
}

void RowKinds::walk() {
    row_kinds_.clear();
    by_node_.clear();
    for (PathNode* root : profile_.roots) {
        walk(*root, nullptr);
    }
    for (RowKind& row_kind : row_kinds_) {
        find_fields(row_kind);
    }
}

void RowKinds::walk(PathNode& node, RowKind* parent) {
    struct Visit {
        PathNode* node;
        RowKind* parent;
    };
    std::vector<Visit> to_visit = {{&node, parent}};
    std::unordered_set<const PathNode*> visited;
    while (!to_visit.empty()) {
        const Visit visit = to_visit.back();
        to_visit.pop_back();
        if (!visited.insert(visit.node).second) {
            continue;
        }
        RowKind* row = visit.parent;
        if (visit.node->parent == nullptr || is_row(*visit.node)) {
            row = &row_kinds_.emplace_back(*visit.node);
            row->parent = visit.parent;
            by_node_[visit.node] = row;
        }
        const auto& children = visit.node->children;
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            to_visit.push_back({*child, row});
        }
    }
}

bool RowKinds::is_row(const PathNode& node) const {
    if (node.folded) {
        return true;
    }
    return !node.is_leaf() && !are_columns(node) && !wraps_records(node) &&
           (is_wrapped_record(node) || node.recursive || node.max_in_parent > 1 ||
            is_item_of_list(node) || is_typed_value(node) || has_name_attribute(node) ||
            has_name_child(node));
}

void RowKinds::add_fields(RowKind& row_kind, const PathNode& node, const std::string& path,
                          size_t depth) {
    const std::string below = path.empty() ? "" : path + "/";
    for (const AttributeField& field : node.attributes) {
        row_kind.fields.emplace_back(below + "@" + field.name, field.statistics,
                                     snake_case(field.name), node);
    }
    const bool has_text = node.text && node.text->non_empty() > 0;
    if (has_text && (node.with_children == 0 || node.mixed > 0)) {
        row_kind.fields.emplace_back(path.empty() ? "." : path, *node.text, snake_case(node.name),
                                     node);
    }
    if (depth > max_field_depth) {
        return;
    }
    for (const PathNode* child : node.children) {
        if (child == &node || find(child) != nullptr ||
            (child->parent != &node && !node.recursive) || child->name == "..." ||
            wraps_records(*child)) {
            continue;
        }
        columns_.push_back(columns_of(*child, profile_.statistics_budget));
        for (const Column& column : columns_.back()) {
            row_kind.fields.emplace_back(column, node);
        }
        if (!columns_.back().empty()) {
            continue;
        }
        const bool list_of_texts = child->is_leaf() && child->max_in_parent > 1;
        if (list_of_texts) {
            row_kind.left_out.push_back({row_path(*child), "a list of texts"});
            continue;
        }
        if (child->is_leaf() && (!child->text || child->text->non_empty() == 0)) {
            if (child->count < node.count) {
                row_kind.flags.push_back({below + child->name, child});
            }
            continue;
        }
        add_fields(row_kind, *child, below + child->name, depth + 1);
    }
}

void RowKinds::find_fields(RowKind& row_kind) {
    add_fields(row_kind, *row_kind.node, "", 0);
    if (is_wrapped_record(*row_kind.node)) {
        for (const PathNode* beside : row_kind.node->parent->children) {
            if (find(beside) == nullptr) {
                row_kind.left_out.push_back({row_path(*beside), "beside the record, not in it"});
            }
        }
    }
    if (row_kind.node->folded) {
        FieldStatistics& names = name_statistics_.emplace_back();
        for (const SampledElement* element : row_kind.node->sampled) {
            names.add(element->name, profile_.statistics_budget);
        }
        row_kind.fields.emplace_back(
            "name()", names, row_kind.node->names_are_types ? "type" : "name", *row_kind.node);
    }
    for (Field& field : row_kind.fields) {
        find_kind(field);
        if (field.path == "name()" && field.kind != FieldKind::enumeration) {
            field.kind = FieldKind::text;
        }
    }
    for (Field& field : row_kind.fields) {
        if (repeats_another(field, row_kind.fields)) {
            field.skip_reason = "another field says it";
        } else if (is_part_of_time(field, row_kind.fields)) {
            field.kind = FieldKind::none; // so that it is not a key either
            field.skip_reason = "a part of a time";
        }
    }
    ZonedTimes zoned;
    for (const Field& field : row_kind.fields) {
        zoned.add(field);
    }
    for (Field& field : row_kind.fields) {
        if (const Field* same = zoned.same_as(field)) {
            field.skip_reason = same->path + " is the same time, with its zone";
        }
    }
    use_unit_fields(row_kind);
    hide_named_secrets(row_kind);
}

void RowKinds::join_places() {
    const std::vector<JoinedPlaces> joined = join_repeated_places(*this);
    if (joined.empty()) {
        return;
    }
    walk();
    for (const JoinedPlaces& places : joined) {
        if (RowKind* row_kind = find(places.node)) {
            row_kind->places = places.between;
        }
    }
}

// <disk><pool name="a"/></disk>: the name of the pool may be a label of the disk.
void RowKinds::add_references(RowKind& row_kind) {
    for (const PathNode* child : row_kind.node->children) {
        const RowKind* below = find(child);
        if (below == nullptr || below == &row_kind || child->max_in_parent > 1 ||
            child->recursive || child->parent != row_kind.node) {
            continue;
        }
        const auto name =
            std::find_if(below->fields.begin(), below->fields.end(),
                         [](const Field& field) { return is_word(field.path, "@name name @id"); });
        if (name != below->fields.end()) {
            const bool plain = name->name == "name" || name->name == "id";
            Field& field = row_kind.references.emplace_back(
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
