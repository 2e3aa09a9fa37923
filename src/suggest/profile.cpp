#include "suggest/profile.hpp"

#include <algorithm>

namespace promfile::suggest {

std::optional<std::string_view> SampledElement::attribute(std::string_view wanted) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& one) { return one.first == wanted; });
    return found == attributes.end() ? std::nullopt
                                     : std::optional<std::string_view>(found->second);
}

PathNode* PathNode::child(std::string_view child_name) const {
    const auto found = child_by_name.find(child_name);
    return found == child_by_name.end() ? nullptr : found->second;
}

void PathNode::add_child(PathNode* node) {
    if (child_by_name.emplace(node->folded ? node->folded_key : node->name, node).second) {
        children.push_back(node);
    }
}

void PathNode::remove_child(const PathNode* node) {
    children.erase(std::remove(children.begin(), children.end(), node), children.end());
    for (auto at = child_by_name.begin(); at != child_by_name.end();) {
        at = at->second == node ? child_by_name.erase(at) : std::next(at);
    }
}

AttributeField* PathNode::attribute(std::string_view attribute_name) {
    const auto found = attribute_by_name.find(attribute_name);
    return found == attribute_by_name.end() ? nullptr : found->second;
}

AttributeField& PathNode::add_attribute(std::string_view attribute_name) {
    AttributeField& field = attributes.emplace_back();
    field.name = attribute_name;
    attribute_by_name.emplace(field.name, &field);
    return field;
}

std::vector<const PathNode*> PathNode::chain() const {
    std::vector<const PathNode*> nodes;
    for (const PathNode* node = this; node != nullptr; node = node->parent) {
        nodes.push_back(node);
    }
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
}

bool PathNode::is_below(const PathNode* ancestor) const {
    const PathNode* node = this;
    while (node != nullptr && node != ancestor) {
        node = node->parent;
    }
    return node != nullptr;
}

} // namespace promfile::suggest
