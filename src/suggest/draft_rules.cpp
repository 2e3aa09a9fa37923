#include "suggest/draft_rules.hpp"

#include "suggest/listed_row_rules.hpp"
#include "suggest/pair_rules.hpp"
#include "suggest/row_key.hpp"
#include "suggest/summed_row_rules.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

bool holds_settings(const PathNode& node) {
    const auto named = [](const PathNode* element) {
        return element != nullptr &&
               is_word(snake_case(element->name), vocabulary::settings_elements);
    };
    return named(&node) || named(node.parent);
}

bool has_measure(const RowKind& row_kind) {
    return std::any_of(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& field) {
        return field.is_numeric() && reason_to_leave_out(field).empty() &&
               std::find(row_kind.key.begin(), row_kind.key.end(), &field) == row_kind.key.end();
    });
}

// Does each row get series of its own? Yes, if it is the only row of its document, or if labels
// tell the rows apart and there are few of them. Rows of several types without a measured value are
// events, of which only the number matters. An <item>, <entry>, <record> or <row> without a key
// is taken for one of many, even if the sample has only one.
bool is_listed(const RowKinds& row_kinds, const RowKind& row_kind) {
    const std::uint64_t documents = row_kinds.profile().documents;
    const bool record = is_word(snake_case(row_kind.node->name), "item entry record row");
    if (row_kind.is_root() || (row_kind.count() == documents && !row_kind.has_key() && !record)) {
        return true;
    }
    if (row_kind.node->names_are_types && !has_measure(row_kind)) {
        return false;
    }
    const std::uint64_t moments = std::max<std::uint64_t>(1, moments_of(row_kind));
    if (!is_keyed(row_kinds, row_kind) || row_kind.count() / moments > max_listed_rows) {
        return false;
    }
    return row_kind.has_key() || row_kind.moments > 0 ||
           (row_kind.count() <= documents && !record) || row_kind.node->recursive;
}

} // namespace

void draft_rules(Draft& draft, RowKinds& row_kinds) {
    for (RowKind& row_kind : row_kinds.all()) {
        const bool is_setting = holds_settings(*row_kind.node);
        if (draft_pairs(draft, row_kinds, row_kind, is_setting)) {
            continue;
        }
        if (is_listed(row_kinds, row_kind)) {
            draft_listed_rows(draft, row_kind, is_setting);
        } else if (row_kind.moments > 0) {
            // Their sum would be that of all times.
            draft.leave_out(row_path(*row_kind.node), "histories of too many things");
        } else {
            draft_summed_rows(draft, row_kind, is_setting);
        }
    }
}

} // namespace promfile::suggest
