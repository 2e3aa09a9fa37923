#include "rules/rule.hpp"

#include <algorithm>

namespace promfile {

bool is_cumulative(RuleType type) {
    return type == RuleType::counter || type == RuleType::histogram || type == RuleType::summary;
}

bool fills_with_zero(const Rule& rule) {
    const bool observed = rule.type == RuleType::histogram || rule.type == RuleType::summary;
    return !observed && (rule.aggregate == Aggregate::count || rule.aggregate == Aggregate::sum ||
                         rule.aggregate == Aggregate::distinct);
}

bool has_declared_labels(const Rule& rule) {
    return std::any_of(rule.labels.begin(), rule.labels.end(),
                       [](const LabelRule& label) { return !label.values.empty(); });
}

bool is_zero_without_rows(const Rule& rule) {
    return rule.on_empty == OnEmpty::zero ||
           (has_declared_labels(rule) &&
            std::all_of(rule.labels.begin(), rule.labels.end(), [](const LabelRule& label) {
                return label.text || !label.values.empty();
            }));
}

} // namespace promfile
