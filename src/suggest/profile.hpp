#pragma once

#include "suggest/field_statistics.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The content of stores in one format: a tree of the paths of all elements, with statistics for
// each path, and a sample of the elements, which answers questions about combinations of fields.

namespace promfile::suggest {

struct PathNode;

// An element of the sample. Texts are cut to 256 bytes.
struct SampledElement {
    PathNode* node = nullptr;
    const SampledElement* parent = nullptr;
    std::string_view name; // as written; the node may be "*"
    std::vector<std::pair<std::string_view, std::string>> attributes;
    std::vector<const SampledElement*> children; // in document order
    std::string text;

    std::optional<std::string_view> attribute(std::string_view wanted) const;
};

struct AttributeField {
    std::string name;
    FieldStatistics statistics;
};

// All elements of one path, such as /store/apple. Elements inside an element of their own kind have
// the same node, so the nodes are a graph. Following `parent` always ends at a root.
struct PathNode {
    std::string name;
    PathNode* parent = nullptr;
    std::vector<PathNode*> children; // in document order
    std::unordered_map<std::string_view, PathNode*> child_by_name;
    std::deque<AttributeField> attributes;
    std::unordered_map<std::string_view, AttributeField*> attribute_by_name;
    std::optional<FieldStatistics> text; // of elements without children, and of mixed ones
    std::uint64_t count = 0;
    std::uint64_t max_in_parent = 0; // the most elements in one parent element
    std::uint64_t parents = 0;       // parent elements that have at least one
    std::uint64_t with_children = 0;
    std::uint64_t mixed = 0;     // elements with both text and children
    std::uint64_t max_bytes = 0; // about the size of the largest element
    bool recursive = false;      // elements occur inside elements of this node
    std::vector<SampledElement*> sampled;
    size_t max_sampled = 1000; // elements; the Profiler raises it for columns

    // Elements whose names are data (Slot1, Slot2) are one node "*" (folding.hpp). `folded_prefix`
    // is the common prefix of the names if the parent has other children, too; `folded_name` is a
    // name for all of them.
    bool folded = false;
    std::string folded_prefix;
    std::string folded_name;
    std::string folded_key;       // the key of this node in child_by_name
    bool names_are_types = false; // the name is a type, which several siblings may have
    // Occurs below several elements, so that the XPath from `parent` to this node begins with //.
    bool anywhere = false;

    PathNode* child(std::string_view child_name) const;
    void add_child(PathNode* node);
    void remove_child(const PathNode* node);
    AttributeField* attribute(std::string_view attribute_name);
    AttributeField& add_attribute(std::string_view attribute_name); // which it does not have
    bool is_leaf() const { return attributes.empty() && children.empty(); }
    std::vector<const PathNode*> chain() const; // from the root down to this
    bool is_below(const PathNode* ancestor) const;
};

struct Profile {
    Profile() = default;
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;

    std::vector<PathNode*> roots; // one for each name of a root element
    std::vector<std::string> stores;
    std::deque<PathNode> nodes;
    std::deque<SampledElement> sample;
    std::uint64_t elements = 0;
    std::uint64_t documents = 0; // root elements
    std::uint64_t bytes = 0;
    bool truncated = false; // some paths or fields were left out because of a limit
    MemoryBudget statistics_budget{size_t{24} << 20};
    MemoryBudget sample_budget{size_t{24} << 20};
};

} // namespace promfile::suggest
