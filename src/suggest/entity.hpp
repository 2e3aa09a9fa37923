#pragma once

#include "suggest/field.hpp"
#include "suggest/profile.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace promfile::suggest {

// An element without any content that some rows have and others have not.
struct Flag {
    std::string path; // XPath from the row
    const PathNode* element = nullptr;
};

// A kind of rows: elements that repeat, or that have a name; and the root. The fields of all
// elements in between belong to the next row above them.
struct Entity {
    explicit Entity(PathNode& row) : node(&row) {}

    PathNode* node;
    Entity* parent = nullptr;
    std::deque<Field> fields;
    std::deque<Field> references; // names of structures below, which may be labels
    std::vector<Flag> flags;
    // Other elements that the row may stand in: a label each.
    std::vector<const PathNode*> places;

    // What tells the rows of one parent row apart (see row_key.hpp):
    std::vector<const Field*> key;
    std::string path_attribute;        // of a recursive element: "@name", joined from its ancestors
    std::string preceding_sibling;     // the name of the leaf in front of each row
    std::vector<const Field*> foreign; // labels beside the key, which the key determines
    bool near_key = false;             // most of them, not all
    bool transient = false;            // the key's values come and go
    std::uint64_t moments = 0;         // the rows are one thing at so many times

    // The one row of a document; a root element that occurs in itself is a row like others.
    bool is_root() const { return node->parent == nullptr && !node->recursive; }
    bool has_key() const {
        return !key.empty() || !path_attribute.empty() || !preceding_sibling.empty();
    }
    std::uint64_t count() const { return node->count; }
};

// All kinds of rows of a profile, in document order.
class Entities {
public:
    explicit Entities(Profile& profile);
    Entities(const Entities&) = delete;
    Entities& operator=(const Entities&) = delete;

    Profile& profile() const { return profile_; }
    std::deque<Entity>& all() { return entities_; }
    const std::deque<Entity>& all() const { return entities_; }
    Entity* of(const PathNode* node) const;
    // The sampled row that another one, or an element in it, stands in; null for the root.
    const SampledElement* parent_row(const SampledElement& element) const;

private:
    void walk();
    void walk(PathNode& node, Entity* parent);
    bool is_row(const PathNode& node) const;
    void add_fields(Entity& entity, const PathNode& node, const std::string& path, size_t depth);
    void find_fields(Entity& entity);
    void join_places();
    void add_references(Entity& entity);

    Profile& profile_;
    std::deque<Entity> entities_;
    std::unordered_map<const PathNode*, Entity*> by_node_;
    std::deque<FieldStatistics> name_statistics_; // of name() as a field
};

// Steps up from `node` to `ancestor`.
size_t steps_up(const PathNode& node, const PathNode& ancestor);

// The rows of the path, as `rows` of a rule wants them.
std::string row_path(const PathNode& node);

} // namespace promfile::suggest
