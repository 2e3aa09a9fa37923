#include "suggest/outcomes.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace promfile::suggest {

std::vector<const PathNode*> outcomes_of(const RowKind& row_kind) {
    const std::vector<SampledElement*>& rows = row_kind.node->sampled;
    std::vector<const PathNode*> found;
    for (const PathNode* child : row_kind.node->children) {
        if (child->parents > 0 && is_word(snake_case(child->name), vocabulary::outcome_children)) {
            found.push_back(child);
        }
    }
    const bool exclusive = std::all_of(rows.begin(), rows.end(), [&](const auto* row) {
        std::set<const PathNode*> there;
        for (const SampledElement* child : row->children) {
            if (std::find(found.begin(), found.end(), child->node) != found.end()) {
                there.insert(child->node);
            }
        }
        return there.size() <= 1;
    });
    return exclusive ? found : std::vector<const PathNode*>();
}

LabelRule result_label(const std::vector<const PathNode*>& outcomes) {
    LabelRule label;
    label.name = "result";
    std::string names;
    bool good = false;
    for (const PathNode* child : outcomes) {
        names += (names.empty() ? "" : " | ") + child->name;
        label.values.push_back(child->name);
        good |= is_word(snake_case(child->name), "pass passed success ok");
    }
    label.value = fmt::format("name({})", names);
    label.fallback = good ? "none" : "passed";
    label.values.insert(label.values.begin(), label.fallback);
    return label;
}

} // namespace promfile::suggest
