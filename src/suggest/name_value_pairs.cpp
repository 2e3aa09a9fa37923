#include "suggest/name_value_pairs.hpp"

#include "suggest/words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

constexpr std::array<std::string_view, 11> name_fields = {
    "name",    "key",   "property", "param", "parameter", "metric",
    "counter", "label", "type",     "id",    "title"};
constexpr std::string_view value_fields = "value val text count data content current";
constexpr size_t max_names = 1000;

// The place of a field among those that name a pair: the more usual its name, the smaller the
// place. Names such as variable_name come last.
constexpr size_t never_a_name = name_fields.size() + 1;
size_t place_of(const std::string& field) {
    const auto found = std::find(name_fields.begin(), name_fields.end(), field);
    return found == name_fields.end() && !ends_in_word(field, "name")
               ? never_a_name
               : static_cast<size_t>(found - name_fields.begin());
}

bool find_fields(const RowKinds& row_kinds, const RowKind& row_kind, Pairs& pairs) {
    const PathNode& node = *row_kind.node;
    if (row_kind.is_root() || node.count < 2 || node.sampled.size() < 2 || node.folded) {
        return false;
    }
    size_t best = never_a_name;
    size_t values = 0;
    for (const Field& field : row_kind.fields) {
        const size_t place = place_of(field.name);
        const bool printable = field.kind != FieldKind::secret && field.kind != FieldKind::personal;
        if (place < best && printable && field.depth() == 0 && field.path != "." &&
            field.statistics->non_empty() ==
                (field.column == nullptr ? node.count : node.sampled.size())) {
            best = place;
            pairs.name = &field;
        }
    }
    for (const Field& field : row_kind.fields) {
        if (&field != pairs.name && may_be_value_of_pair(field)) {
            pairs.value = &field;
            ++values;
        }
    }
    if (pairs.name == nullptr || values != 1 || pairs.name->statistics->distinct() < 2 ||
        (pairs.name->kind == FieldKind::number && pairs.name->name != "name")) {
        return false;
    }
    // <bean id="a"><property name="b" value="5"/></bean>: the value has a name of its own.
    const bool named_below =
        pairs.value->depth() > 0 &&
        std::any_of(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& field) {
            return field.is_beside(*pairs.value) && may_name_a_pair(field.name);
        });
    const bool others =
        std::any_of(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& field) {
            return &field != pairs.name && &field != pairs.value && field.skip_reason.empty() &&
                   (field.is_numeric() || field.kind == FieldKind::time) && !names_a_thing(field);
        });
    const bool rows_below =
        std::any_of(node.children.begin(), node.children.end(),
                    [&](const PathNode* child) { return row_kinds.find(child) != nullptr; });
    return !named_below && !others && !rows_below;
}

bool are_unique(const RowKinds& row_kinds, const RowKind& row_kind, const Pairs& pairs) {
    const PathNode& node = *row_kind.node;
    std::set<std::pair<const SampledElement*, std::string_view>> seen;
    return std::all_of(node.sampled.begin(), node.sampled.end(), [&](const auto* row) {
        return seen.emplace(row_kinds.parent_row(*row), pairs.name->value_in(*row).value_or(""))
            .second;
    });
}

void gather(const RowKinds& row_kinds, const RowKind& row_kind, Pairs& pairs) {
    const PathNode& node = *row_kind.node;
    std::map<std::string_view, size_t> index;
    for (const SampledElement* row : node.sampled) {
        const std::string_view name = pairs.name->value_in(*row).value_or("");
        auto found = index.find(name);
        if (found == index.end()) {
            if (pairs.named.size() >= max_names) {
                continue;
            }
            found = index.emplace(name, pairs.named.size()).first;
            pairs.named.emplace_back().name = name;
        }
        pairs.named[found->second].statistics.add(pairs.value->value_in(*row).value_or(""),
                                                  row_kinds.profile().statistics_budget);
    }
    for (NamedValues& named : pairs.named) {
        named.field.emplace(pairs.value->path, named.statistics, snake_case(named.name), node);
        find_kind(*named.field);
    }
}

} // namespace

bool may_name_a_pair(const std::string& field) {
    return place_of(field) != never_a_name;
}

bool may_be_value_of_pair(const Field& field) {
    return field.path == "." || is_word(field.name, value_fields);
}

std::optional<Pairs> find_pairs(const RowKinds& row_kinds, const RowKind& row_kind) {
    Pairs pairs;
    if (!find_fields(row_kinds, row_kind, pairs) || !are_unique(row_kinds, row_kind, pairs)) {
        return std::nullopt;
    }
    gather(row_kinds, row_kind, pairs);
    return pairs;
}

} // namespace promfile::suggest
