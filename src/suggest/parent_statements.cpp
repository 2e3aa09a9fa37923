#include "suggest/parent_statements.hpp"

#include "suggest/value_class.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <vector>

namespace promfile::suggest {

// The field of the parent row for which `holds(value, rows)` is true in each sampled parent,
// with the value of the field and the sampled rows of the parent. nullptr if there is none, or
// if the sample lacks rows.
template<typename Holds>
const Field* ParentStatements::find(std::string_view names, Holds holds) const {
    const PathNode& node = *row_kind_.node;
    const std::vector<SampledElement*>& rows = node.sampled;
    const RowKind* parent = row_kind_.parent;
    if (parent == nullptr || rows.size() < node.count || node.anywhere) {
        return nullptr;
    }
    std::map<const SampledElement*, std::vector<const SampledElement*>> by_parent;
    for (const SampledElement* row : rows) {
        by_parent[row_kinds_.parent_row(*row)].push_back(row);
    }
    for (const Field& field : parent->fields) {
        if (!field.is_numeric() || !is_word(field.name, names)) {
            continue;
        }
        const bool same = std::all_of(by_parent.begin(), by_parent.end(), [&](const auto& one) {
            const auto value = one.first == nullptr
                                   ? std::nullopt
                                   : classify(field.value_in(*one.first).value_or("")).number;
            return value && holds(*value, one.second);
        });
        if (same) {
            return &field;
        }
    }
    return nullptr;
}

const Field* ParentStatements::count_of_rows() const {
    const std::string& name = row_kind_.node->name;
    const std::string row = snake_case(name);
    const std::string rows = plural_of(row);
    const std::string last = split_words(name).empty() ? row : plural_of(split_words(name).back());
    const std::string names = fmt::format("{0} {1} n{1} n_{1} nb_{1} num_{1} {0}_count {1}_count "
                                          "number_of_{1} count total size tests",
                                          row, rows) +
                              " " + last;
    return find(names, [](double value, const auto& children) {
        return value == static_cast<double>(children.size());
    });
}

const Field* ParentStatements::sum_of(const Field& field) const {
    constexpr double tolerance = 0.01;
    return find(field.name, [&](double value, const auto& children) {
        double sum = 0;
        for (const SampledElement* row : children) {
            sum += classify(field.value_in(*row).value_or("")).number.value_or(0);
        }
        return std::abs(sum - value) <= tolerance * std::abs(value);
    });
}

} // namespace promfile::suggest
