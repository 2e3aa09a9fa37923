#include "suggest/profiler.hpp"

#include "suggest/columns.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <map>

namespace promfile::suggest {

namespace {

constexpr size_t max_paths = 5000;
constexpr size_t max_fields = 10'000;
// Elements that may be the columns of rows: enough for a thousand rows of forty columns each.
constexpr size_t max_sampled_columns = 40'000;
// A quarter of the sample's memory is reserved for the first elements of each path, so that paths
// at the end of a large store are sampled, too.
constexpr size_t always_sampled = 20;

// The name of the node for all paths beyond the limit. It is not a valid XML name.
constexpr std::string_view further_paths = "...";

// Is it such as the <integer> in <field name="Id"><integer>12</integer></field>?
bool is_inside_column(const PathNode& node) {
    return node.parent != nullptr && node.parent->max_sampled == max_sampled_columns;
}

bool declares_namespace(std::string_view name) {
    return name == "xmlns" || name.starts_with("xmlns:");
}

// Is the element of the same kind as those of the node, whose name it has? Elements of one name may
// be levels of different kinds, as <Cube time="..."> is around <Cube currency="USD">.
bool is_of_kind(const PathNode& node, std::span<const AttributeText> attributes) {
    const auto has = [&](const AttributeText& attribute) {
        return node.attribute_by_name.contains(attribute.name);
    };
    return node.attributes.empty()
               ? std::all_of(attributes.begin(), attributes.end(),
                             [](const auto& one) { return declares_namespace(one.name); })
               : std::any_of(attributes.begin(), attributes.end(), has);
}

} // namespace

// An element inside an element of the same name has a node of its own. The third of one name and
// kind on a path has the node of the second, so recursion of any depth takes two nodes.
PathNode* Profiler::node_of(std::string_view name, std::span<const AttributeText> attributes,
                            PathNode* parent) {
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
        bool is_second = false; // Is there one of the name further out?
        PathNode* same = nullptr;
        for (PathNode* node = parent; node != nullptr; node = node->parent) {
            if (node->name == name && same != nullptr) {
                is_second = true;
            } else if (node->name == name && is_of_kind(*node, attributes)) {
                same = node;
            }
        }
        if (is_second) {
            same->recursive = true;
            parent->add_child(same);
            return same;
        }
    }
    if (profile_.nodes.size() >= max_paths && name != further_paths && parent != nullptr) {
        profile_.truncated = true;
        return parent->name == further_paths ? parent : node_of(further_paths, {}, parent);
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

// Once an element is not, no later one of the same node and parent is.
bool Profiler::is_sampled(const PathNode* node, const SampledElement* parent) const {
    const MemoryBudget& budget = profile_.sample_budget;
    const bool early = node->sampled.size() < always_sampled;
    return (parent != nullptr || depth_ == 0) && node->sampled.size() < node->max_sampled &&
           (early || budget.used <= budget.limit / 4 * 3) && budget.has(sizeof(SampledElement));
}

SampledElement* Profiler::sample(PathNode* node, std::string_view name, SampledElement* parent) {
    if (!is_sampled(node, parent)) {
        return nullptr;
    }
    profile_.sample_budget.take(sizeof(SampledElement));
    SampledElement& element = profile_.sample.emplace_back();
    element.node = node;
    element.parent = parent;
    element.name = node->name == name ? std::string_view(node->name) : further_paths;
    node->sampled.push_back(&element);
    if (node->sampled.size() == node->max_sampled &&
        (may_be_columns(*node) || is_inside_column(*node))) {
        node->max_sampled = max_sampled_columns;
    }
    if (parent != nullptr) {
        parent->children.push_back(&element);
    }
    return &element;
}

// nullptr for an attribute that is left out.
AttributeField* Profiler::attribute_of(PathNode* node, std::string_view name) {
    if (declares_namespace(name)) {
        return nullptr;
    }
    AttributeField* field = node->attribute(name);
    if (field == nullptr) {
        if (fields_ >= max_fields) {
            profile_.truncated = true;
            return nullptr;
        }
        ++fields_;
        field = &node->add_attribute(name);
    }
    return field;
}

void Profiler::add_attribute(Open& open, const AttributeText& attribute) {
    open.bytes += attribute.name.size() + attribute.value.size() + attribute_bytes;
    AttributeField* field = attribute_of(open.node, attribute.name);
    if (field == nullptr) {
        return;
    }
    const std::string_view value = trimmed(attribute.value);
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
    PathNode* node = node_of(name, attributes, parent == nullptr ? nullptr : parent->node);
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
    Open& open = open_[depth_ - 1];
    open.bytes += text.size();
    if (open.text.empty()) {
        open.text = profiled_text(text);
    } else {
        open.text += text.substr(0, max_own_text - std::min(max_own_text, open.text.size()));
    }
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

void Profiler::element(const xml::RowLayout& layout, std::span<const std::string_view> values) {
    Open& parent = open_[depth_ - 1];
    LayoutPlan* plan = plans_.find_or_add(layout, parent.node);
    if (plan == nullptr) {
        replay(layout, values);
        return;
    }
    if (plan->node == nullptr) {
        plan->node =
            node_of(layout.nodes.front().name, attributes_of(layout.nodes, 0, {}), parent.node);
    }
    if (plan->is_irregular || is_sampled(plan->node, parent.sampled)) {
        replay(layout, values);
        return;
    }
    if (!plan->is_made) {
        make(*plan, layout);
        if (plan->is_irregular) {
            replay(layout, values);
            return;
        }
    }
    count_in_parent(plan->node, parent);
    profile_.elements += plan->elements.size();
    parent.bytes += plan->add(values, profile_.statistics_budget);
}

std::span<const AttributeText> Profiler::attributes_of(std::span<const xml::LayoutNode> nodes,
                                                       size_t i,
                                                       std::span<const std::string_view> values) {
    attributes_.clear();
    for (size_t k = i + 1; k < nodes[i].end && nodes[k].kind == xml::NodeKind::attribute; ++k) {
        attributes_.push_back({nodes[k].name, values.empty() ? "" : values[nodes[k].slot]});
    }
    return attributes_;
}

void Profiler::replay(const xml::RowLayout& layout, std::span<const std::string_view> values) {
    const auto nodes = layout.nodes;
    const auto start_element = [&](std::uint32_t i) {
        start(nodes[i].name, attributes_of(nodes, i, values));
    };
    walk(
        nodes, start_element, [&](std::uint32_t i) { text(values[nodes[i].slot]); },
        [&](std::uint32_t) { end(); });
}

// Finds or makes nodes and fields in the order in which `replay` does.
void Profiler::make(LayoutPlan& plan, const xml::RowLayout& layout) {
    const auto nodes = layout.nodes;
    std::vector<std::uint32_t> element_of(nodes.size()); // the index in plan.elements
    std::vector<std::uint32_t> text_of;                  // an element's text node, or none
    std::vector<std::map<PathNode*, std::uint64_t>> children_of;
    const auto start_element = [&](std::uint32_t i) {
        const auto index = static_cast<std::uint32_t>(plan.elements.size());
        element_of[i] = index;
        text_of.push_back(xml::none);
        children_of.emplace_back();
        LayoutPlan::Element& element = plan.elements.emplace_back();
        element.node = plan.node;
        element.bytes = 2 * nodes[i].name.size() + tag_bytes;
        if (i > 0) {
            element.parent = element_of[nodes[i].parent];
            LayoutPlan::Element& parent = plan.elements[element.parent];
            parent.with_children = true;
            element.node = node_of(nodes[i].name, attributes_of(nodes, i, {}), parent.node);
            const std::uint64_t number = ++children_of[element.parent][element.node];
            element.first_in_parent = number == 1;
            element.node->max_in_parent = std::max(element.node->max_in_parent, number);
        }
        for (size_t k = i + 1; k < nodes[i].end && nodes[k].kind == xml::NodeKind::attribute; ++k) {
            element.bytes += nodes[k].name.size() + attribute_bytes;
            AttributeField* field = attribute_of(element.node, nodes[k].name);
            plan.values.push_back(
                {field == nullptr ? nullptr : &field->statistics, nodes[k].slot, index, false});
        }
    };
    const auto add_text = [&](std::uint32_t i) {
        std::uint32_t& text = text_of[element_of[nodes[i].parent]];
        plan.is_irregular |= text != xml::none;
        text = nodes[i].slot;
    };
    const auto end_element = [&](std::uint32_t i) {
        const std::uint32_t index = element_of[i];
        LayoutPlan::Element& element = plan.elements[index];
        const bool has_text = text_of[index] != xml::none;
        element.mixed = has_text && element.with_children;
        if (has_text || !element.with_children) {
            if (!element.node->text) {
                element.node->text.emplace();
            }
        }
        if (has_text) {
            plan.values.push_back({&*element.node->text, text_of[index], index, true});
        } else if (!element.with_children) {
            plan.empty.push_back(&*element.node->text);
        }
    };
    walk(nodes, start_element, add_text, end_element);
    plan.is_made = true;
}

} // namespace promfile::suggest
