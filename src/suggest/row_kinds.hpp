#pragma once

#include "suggest/field.hpp"
#include "suggest/profile.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace promfile::suggest {

// An element without content that only some rows have: <enabled/>.
struct Flag {
    std::string path; // XPath from the row
    const PathNode* element = nullptr;
};

// A field, an element or a kind of rows for which no rule is drafted.
struct LeftOut {
    std::string path;
    std::string reason;
};

// A kind of rows: all elements of one path that repeat, have a name of their own, or are a root
// element. The fields of all other elements belong to the nearest row above them.
struct RowKind {
    explicit RowKind(PathNode& row) : node(&row) {}

    PathNode* node;
    RowKind* parent = nullptr;
    std::deque<Field> fields;
    std::deque<Field> references; // names of rows below, which may be labels
    std::vector<Flag> flags;
    std::vector<LeftOut> left_out; // elements in or beside a row that hold no field of it
    // Rows around some of these rows, but not around all (repeated_places.hpp); each is a label.
    std::vector<const PathNode*> places;

    // The key tells the rows of one parent row apart (find_keys in row_key.hpp): fields, or one of
    // the two texts.
    std::vector<const Field*> key;
    std::string path_attribute;    // of a recursive element: "@name", joined with its ancestors'
    std::string preceding_sibling; // the name of an element whose text comes before each row
    std::vector<const Field*> extra_labels; // labels that the key determines: the server of a disk
    bool near_key = false;                  // the key tells most rows apart, not all
    bool transient = false;                 // the values of the key come and go
    std::uint64_t moments = 0;              // if not 0, the rows are one thing at this many times
    std::vector<const Field*> moment;       // the fields with the time, a date first
    bool newest_first = false;              // is the first row the newest one?
    bool periods = false;                   // are the times periods, such as hours?

    // A root element that also occurs inside itself is a row like others.
    bool is_root() const { return node->parent == nullptr && !node->recursive; }
    bool has_key() const {
        return !key.empty() || !path_attribute.empty() || !preceding_sibling.empty();
    }
    std::uint64_t count() const { return node->count; }
};

// All kinds of rows of a profile, in document order.
class RowKinds {
public:
    explicit RowKinds(Profile& profile);
    RowKinds(const RowKinds&) = delete;
    RowKinds& operator=(const RowKinds&) = delete;

    Profile& profile() const { return profile_; }
    std::deque<RowKind>& all() { return row_kinds_; }
    const std::deque<RowKind>& all() const { return row_kinds_; }
    RowKind* find(const PathNode* node) const;
    // The sampled row that is the nearest ancestor of an element; nullptr for the root.
    const SampledElement* parent_row(const SampledElement& element) const;

private:
    void walk();
    void walk(PathNode& node, RowKind* parent);
    bool is_row(const PathNode& node) const;
    void add_fields(RowKind& row_kind, const PathNode& node, const std::string& path, size_t depth);
    void find_fields(RowKind& row_kind);
    void join_places();
    void add_references(RowKind& row_kind);

    Profile& profile_;
    std::deque<RowKind> row_kinds_;
    std::unordered_map<const PathNode*, RowKind*> by_node_;
    std::deque<FieldStatistics> name_statistics_; // of fields that are name()
    std::deque<std::deque<Column>> columns_;      // their statistics are those of fields
};

// The number of steps from `node` up to `ancestor`; 0 if it is not an ancestor.
size_t steps_up(const PathNode& node, const PathNode& ancestor);

// The path of the elements in the form of a rule's `rows`.
std::string row_path(const PathNode& node);

} // namespace promfile::suggest
