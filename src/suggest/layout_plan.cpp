#include "suggest/layout_plan.hpp"

#include "support/number.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

constexpr size_t max_planned_nodes = 50'000;
constexpr size_t max_plans_of_layout = 16;

} // namespace

std::string_view profiled_text(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text.substr(0, max_own_text);
}

size_t LayoutPlan::add(std::span<const std::string_view> slots, MemoryBudget& budget) {
    bytes_.assign(elements.size(), 0);
    for (const Value& value : values) {
        const std::string_view text = slots[value.slot];
        bytes_[value.element] += text.size();
        if (value.statistics != nullptr) {
            value.statistics->add(trimmed(value.is_text ? profiled_text(text) : text), budget);
        }
    }
    for (FieldStatistics* statistics : empty) {
        statistics->add(std::string_view(), budget);
    }
    for (size_t i = elements.size(); i-- > 0;) {
        const Element& element = elements[i];
        PathNode& counted = *element.node;
        ++counted.count;
        counted.parents += element.first_in_parent;
        counted.with_children += element.with_children;
        counted.mixed += element.mixed;
        bytes_[i] += element.bytes;
        counted.max_bytes = std::max<std::uint64_t>(counted.max_bytes, bytes_[i]);
        if (i > 0) {
            bytes_[element.parent] += bytes_[i];
        }
    }
    return bytes_.front();
}

LayoutPlan* LayoutPlans::find_or_add(const xml::RowLayout& layout, PathNode* parent) {
    if (plans_.size() <= layout.id) {
        plans_.resize(layout.id + 1);
    }
    std::vector<LayoutPlan>& plans = plans_[layout.id];
    for (LayoutPlan& plan : plans) {
        if (plan.parent == parent) {
            return &plan;
        }
    }
    if (plans.size() == max_plans_of_layout || nodes_ + layout.nodes.size() > max_planned_nodes) {
        return nullptr;
    }
    nodes_ += layout.nodes.size();
    LayoutPlan& plan = plans.emplace_back();
    plan.parent = parent;
    return &plan;
}

void LayoutPlans::clear() {
    plans_.clear();
    nodes_ = 0;
}

} // namespace promfile::suggest
