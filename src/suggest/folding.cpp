#include "suggest/folding.hpp"

#include "suggest/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

using Visited = std::set<const PathNode*>;

std::set<std::string> shape_of(const PathNode& node) {
    std::set<std::string> shape;
    for (const AttributeField& field : node.attributes) {
        shape.insert("@" + field.name);
    }
    for (const PathNode* child : node.children) {
        shape.insert(child->name);
    }
    return shape;
}

size_t common(const std::set<std::string>& a, const std::set<std::string>& b) {
    return static_cast<size_t>(std::count_if(
        a.begin(), a.end(), [&](const std::string& item) { return b.count(item) > 0; }));
}

double similarity(const std::set<std::string>& a, const std::set<std::string>& b) {
    const size_t both = common(a, b);
    const size_t all = a.size() + b.size() - both;
    return all == 0 ? 1 : static_cast<double>(both) / static_cast<double>(all);
}

void merge(Profile& profile, PathNode& node, PathNode& other,
           std::set<std::pair<const PathNode*, const PathNode*>>& done) {
    if (&node == &other || !done.emplace(&node, &other).second) {
        return;
    }
    node.count += other.count;
    node.max_in_parent = std::max(node.max_in_parent, other.max_in_parent);
    node.parents += other.parents;
    node.with_children += other.with_children;
    node.mixed += other.mixed;
    node.max_bytes = std::max(node.max_bytes, other.max_bytes);
    node.recursive |= other.recursive;
    for (SampledElement* element : other.sampled) {
        element->node = &node;
        node.sampled.push_back(element);
    }
    other.sampled.clear();
    for (AttributeField& field : other.attributes) {
        AttributeField* known = node.attribute(field.name);
        if (known == nullptr) {
            known = &node.add_attribute(field.name);
        }
        known->statistics.add(field.statistics, profile.statistics_budget);
    }
    if (other.text) {
        if (!node.text) {
            node.text.emplace();
        }
        node.text->add(*other.text, profile.statistics_budget);
    }
    for (PathNode* child : std::vector<PathNode*>(other.children)) {
        if (child == &other) {
            node.add_child(&node);
        } else if (PathNode* known = node.child(child->name)) {
            merge(profile, *known, *child, done);
        } else {
            node.add_child(child);
            child->parent = child->parent == &other ? &node : child->parent;
        }
    }
}

// Merges a node with an ancestor of the same name if the ancestor has at least half of its
// attributes and other children.
void fold_recursion(Profile& profile, PathNode& node, Visited& visited) {
    if (!visited.insert(&node).second) {
        return;
    }
    for (PathNode* child : std::vector<PathNode*>(node.children)) {
        fold_recursion(profile, *child, visited);
    }
    PathNode* outer = node.parent;
    while (outer != nullptr && outer->name != node.name) {
        outer = outer->parent;
    }
    if (outer == nullptr || node.is_leaf()) {
        return;
    }
    std::set<std::string> shape = shape_of(node);
    shape.erase(node.name);
    if (2 * common(shape_of(*outer), shape) < shape.size()) {
        return;
    }
    PathNode* parent = node.parent;
    suggest::merge(profile, *outer, node);
    outer->recursive = true;
    parent->remove_child(&node);
    parent->add_child(outer);
}

// "Slot" of "Slot12" and "disk" of "disk-3"; empty if no number ends the name.
std::string without_number(const std::string& name) {
    const size_t digits = name.find_last_not_of("0123456789");
    if (digits == std::string::npos || digits + 1 == name.size()) {
        return {};
    }
    size_t end = digits + 1;
    end -= std::string_view("-_.").find(name[end - 1]) != std::string_view::npos;
    return name.substr(0, end);
}

bool mostly_numbers(const FieldStatistics& texts) {
    const auto numbers = texts.numbers() + texts.count_of(ValueClass::quantity);
    return 10 * numbers >= 6 * std::max<std::uint64_t>(texts.non_empty(), 1);
}

PathNode& fold_into_one(Profile& profile, PathNode& parent, const std::vector<PathNode*>& nodes,
                        const std::string& prefix) {
    PathNode& all = profile.nodes.emplace_back();
    all.parent = &parent;
    for (PathNode* node : nodes) {
        parent.remove_child(node);
        merge(profile, all, *node);
    }
    all.name = "*";
    all.folded = true;
    all.folded_key = "*" + prefix;
    all.max_in_parent = std::max<std::uint64_t>(all.max_in_parent, 2);
    all.folded_prefix = parent.children.empty() ? "" : prefix;
    const std::string word = prefix.substr(0, prefix.find_last_not_of("-_.") + 1);
    const std::string singular =
        parent.name.ends_with('s') ? parent.name.substr(0, parent.name.size() - 1) : parent.name;
    all.folded_name = word.empty() ? singular : word;
    parent.add_child(&all);
    return all;
}

bool are_alike(const std::vector<PathNode*>& nodes, double min_similarity) {
    const std::set<std::string> first = shape_of(*nodes.front());
    return std::all_of(nodes.begin(), nodes.end(), [&](const PathNode* node) {
        return similarity(first, shape_of(*node)) >= min_similarity;
    });
}

// Merges siblings with numbered names. Leaves are merged only if they are numbers, and at least
// three: <line1> and <line2> of an address are two texts.
void fold_numbered(Profile& profile, PathNode& parent) {
    std::map<std::string, std::vector<PathNode*>> numbered;
    for (PathNode* child : parent.children) {
        const std::string prefix = without_number(child->name);
        if (child != &parent && !child->recursive && !prefix.empty()) {
            numbered[prefix].push_back(child);
        }
    }
    for (const auto& [prefix, nodes] : numbered) {
        const bool leaves = std::all_of(nodes.begin(), nodes.end(),
                                        [](const PathNode* node) { return node->is_leaf(); });
        const size_t min_count = leaves ? 3 : 2;
        const bool one_kind =
            leaves ? std::all_of(
                         nodes.begin(), nodes.end(), // an element without children has a text
                         [](const PathNode* node) { return mostly_numbers(node->text.value()); })
                   : are_alike(nodes, 0.5);
        if (nodes.size() >= min_count && one_kind) {
            fold_into_one(profile, parent, nodes, prefix);
        }
    }
}

// Merges all children of an element if they have the same fields under different names, as in a map
// from names to structures. Without numbers in the names, the limits are stricter: at least six
// children, with 80 % of their fields in common.
void fold_map(Profile& profile, PathNode& parent) {
    constexpr size_t min_count = 6;
    constexpr size_t min_fields = 2;
    const std::vector<PathNode*> nodes = parent.children;
    const bool one_kind =
        nodes.size() >= min_count &&
        std::all_of(nodes.begin(), nodes.end(),
                    [&](const PathNode* node) {
                        return node != &parent && !node->folded && !node->recursive &&
                               node->max_in_parent <= 1 &&
                               (!node->children.empty() || !node->attributes.empty());
                    }) &&
        shape_of(*nodes.front()).size() >= min_fields && are_alike(nodes, 0.8);
    if (one_kind) {
        fold_into_one(profile, parent, nodes, "");
    }
}

// Are the names of the children mixed in any parent of the sample, as in a, b, a?
bool are_interleaved(const PathNode& parent) {
    return std::any_of(
        parent.sampled.begin(), parent.sampled.end(), [](const SampledElement* element) {
            std::set<const PathNode*> seen;
            const PathNode* last = nullptr;
            return std::any_of(element->children.begin(), element->children.end(),
                               [&](const SampledElement* child) {
                                   const bool again =
                                       child->node != last && !seen.insert(child->node).second;
                                   last = child->node;
                                   return again;
                               });
        });
}

// Merges all children of an element if their names are the types of its rows: all have the same
// attributes and no children, and their order is mixed, as in a list of events. Sections (all
// <user>s, then all <group>s) stay apart.
void fold_types(Profile& profile, PathNode& parent) {
    constexpr size_t min_fields = 2;
    const std::vector<PathNode*> nodes = parent.children;
    const bool one_kind = nodes.size() >= 2 &&
                          std::all_of(nodes.begin(), nodes.end(),
                                      [&](const PathNode* node) {
                                          return node != &parent && !node->folded &&
                                                 node->children.empty() &&
                                                 node->attributes.size() >= min_fields;
                                      }) &&
                          are_alike(nodes, 1) && are_interleaved(parent);
    if (one_kind) {
        PathNode& all = fold_into_one(profile, parent, nodes, "");
        all.names_are_types = true;
        all.folded_name = "row";
    }
}

void fold_names(Profile& profile, PathNode& node, Visited& visited) {
    if (!visited.insert(&node).second) {
        return;
    }
    fold_numbered(profile, node);
    fold_map(profile, node);
    fold_types(profile, node);
    for (PathNode* child : std::vector<PathNode*>(node.children)) {
        fold_names(profile, *child, visited);
    }
}

} // namespace

double similarity(const PathNode& a, const PathNode& b) {
    return similarity(shape_of(a), shape_of(b));
}

void merge(Profile& profile, PathNode& node, PathNode& other) {
    std::set<std::pair<const PathNode*, const PathNode*>> done;
    merge(profile, node, other, done);
}

void fold(Profile& profile) {
    Visited recursions;
    for (PathNode* root : profile.roots) {
        fold_recursion(profile, *root, recursions);
    }
    Visited names;
    for (PathNode* root : profile.roots) {
        fold_names(profile, *root, names);
    }
}

} // namespace promfile::suggest
