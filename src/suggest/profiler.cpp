#include "suggest/profiler.hpp"

#include "support/number.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

constexpr size_t max_paths = 5000;
constexpr size_t max_fields = 10'000;
constexpr size_t max_own_text = 4096; // bytes of an element's text; the rest is ignored
constexpr size_t max_sampled = 1000;  // elements of one path
// A quarter of the sample's memory is reserved for the first elements of each path, so that paths
// at the end of a large store are sampled, too.
constexpr size_t always_sampled = 20;

// The name of the node for all paths beyond the limit. It is not a valid XML name.
constexpr std::string_view further_paths = "...";

constexpr size_t tag_bytes = 5; // < > </ >

bool declares_namespace(std::string_view name) {
    return name == "xmlns" || name.starts_with("xmlns:");
}

} // namespace

// An element inside an element of the same name has a node of its own. The third of one name on a
// path has the node of the second, so recursion of any depth takes two nodes.
PathNode* Profiler::node_of(std::string_view name, PathNode* parent) {
    if (parent == nullptr) {
        const auto known = std::find_if(profile_.roots.begin(), profile_.roots.end(),
                                        [&](const PathNode* root) { return root->name == name; });
        if (known != profile_.roots.end()) {
            return *known;
        }
    } else {
        if (PathNode* known = parent->child(name)) {
            return known;
        }
        std::vector<PathNode*> same;
        for (PathNode* node = parent; node != nullptr; node = node->parent) {
            if (node->name == name) {
                same.push_back(node);
            }
        }
        if (same.size() >= 2) {
            same.front()->recursive = true;
            parent->add_child(same.front());
            return same.front();
        }
    }
    if (profile_.nodes.size() >= max_paths && name != further_paths && parent != nullptr) {
        profile_.truncated = true;
        return parent->name == further_paths ? parent : node_of(further_paths, parent);
    }
    PathNode& node = profile_.nodes.emplace_back();
    node.name = name;
    node.parent = parent;
    if (parent == nullptr) {
        profile_.roots.push_back(&node);
    } else {
        parent->add_child(&node);
    }
    return &node;
}

void Profiler::count_in_parent(PathNode* node, Open& parent) {
    parent.node->with_children += parent.children.empty();
    // Searched from the end, since equal elements mostly follow each other.
    auto& counts = parent.children;
    const auto found = std::find_if(counts.rbegin(), counts.rend(),
                                    [&](const auto& count) { return count.first == node; });
    if (found == counts.rend()) {
        counts.emplace_back(node, 1);
        ++node->parents;
        node->max_in_parent = std::max<std::uint64_t>(node->max_in_parent, 1);
    } else {
        node->max_in_parent = std::max(node->max_in_parent, ++found->second);
    }
}

SampledElement* Profiler::sample(PathNode* node, std::string_view name, SampledElement* parent) {
    MemoryBudget& budget = profile_.sample_budget;
    const bool early = node->sampled.size() < always_sampled;
    if ((parent == nullptr && depth_ > 0) || node->sampled.size() >= max_sampled ||
        (!early && budget.used > budget.limit / 4 * 3) || !budget.take(sizeof(SampledElement))) {
        return nullptr;
    }
    SampledElement& element = profile_.sample.emplace_back();
    element.node = node;
    element.parent = parent;
    element.name = node->name == name ? std::string_view(node->name) : further_paths;
    node->sampled.push_back(&element);
    if (parent != nullptr) {
        parent->children.push_back(&element);
    }
    return &element;
}

void Profiler::add_attribute(Open& open, const AttributeText& attribute) {
    open.bytes += attribute.name.size() + attribute.value.size() + 4;
    if (declares_namespace(attribute.name)) {
        return;
    }
    const std::string_view value = trimmed(attribute.value);
    AttributeField* field = open.node->attribute(attribute.name);
    if (field == nullptr) {
        if (fields_ >= max_fields) {
            profile_.truncated = true;
            return;
        }
        ++fields_;
        field = &open.node->attributes.emplace_back();
        field->name = attribute.name;
    }
    field->statistics.add(value, profile_.statistics_budget);
    if (open.sampled != nullptr) {
        const std::string_view kept = value.substr(0, FieldStatistics::max_text_bytes);
        if (profile_.sample_budget.take(kept.size() + 2 * sizeof(std::string))) {
            open.sampled->attributes.emplace_back(field->name, kept);
        }
    }
}

void Profiler::start(std::string_view name, std::span<const AttributeText> attributes) {
    ++profile_.elements;
    if (open_.size() == depth_) {
        open_.emplace_back();
    }
    Open* parent = depth_ > 0 ? &open_[depth_ - 1] : nullptr;
    PathNode* node = node_of(name, parent == nullptr ? nullptr : parent->node);
    if (parent != nullptr) {
        count_in_parent(node, *parent);
    } else {
        ++profile_.documents;
    }
    ++node->count;
    Open& open = open_[depth_];
    open.node = node;
    open.children.clear();
    open.text.clear();
    open.bytes = 2 * name.size() + tag_bytes;
    open.sampled = sample(node, name, parent == nullptr ? nullptr : parent->sampled);
    for (const AttributeText& attribute : attributes) {
        add_attribute(open, attribute);
    }
    ++depth_;
}

void Profiler::text(std::string_view text) {
    if (depth_ == 0) {
        return;
    }
    Open& open = open_[depth_ - 1];
    open.bytes += text.size();
    if (open.text.empty()) {
        const size_t begin = text.find_first_not_of(" \t\r\n");
        text.remove_prefix(std::min(begin, text.size()));
    }
    open.text += text.substr(0, max_own_text - std::min(max_own_text, open.text.size()));
}

void Profiler::end() {
    Open& open = open_[--depth_];
    PathNode& node = *open.node;
    const std::string_view own = trimmed(open.text);
    node.max_bytes = std::max(node.max_bytes, open.bytes);
    node.mixed += !open.children.empty() && !own.empty();
    if (open.children.empty() || !own.empty()) {
        if (!node.text) {
            node.text.emplace();
        }
        node.text->add(own, profile_.statistics_budget);
    }
    if (open.sampled != nullptr && !own.empty()) {
        const std::string_view kept = own.substr(0, FieldStatistics::max_text_bytes);
        if (profile_.sample_budget.take(kept.size())) {
            open.sampled->text = kept;
        }
    }
    if (depth_ > 0) {
        open_[depth_ - 1].bytes += open.bytes;
    } else {
        profile_.bytes += open.bytes;
    }
}

} // namespace promfile::suggest
