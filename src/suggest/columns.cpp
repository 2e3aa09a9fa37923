#include "suggest/columns.hpp"

#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile::suggest {

namespace {

constexpr size_t max_columns = 50;
constexpr size_t max_column_bytes = 60;

// The attribute that names the column; nullptr if there is none, or another that may have a value.
const AttributeField* naming_attribute(const PathNode& node) {
    const auto may_have_value = [](const AttributeField& field) {
        return !is_word(snake_case(field.name), "name column type nil");
    };
    if (std::any_of(node.attributes.begin(), node.attributes.end(), may_have_value)) {
        return nullptr;
    }
    const auto names = [&](const AttributeField& field) {
        return is_word(field.name, "name column") && field.statistics.non_empty() == node.count;
    };
    const auto found = std::find_if(node.attributes.begin(), node.attributes.end(), names);
    return found == node.attributes.end() ? nullptr : &*found;
}

std::string_view column_of(const SampledElement& element, std::string_view attribute) {
    const auto found = std::find_if(element.attributes.begin(), element.attributes.end(),
                                    [&](const auto& one) { return one.first == attribute; });
    return found == element.attributes.end() ? std::string_view() : found->second;
}

// Can the name stand in a path? A quote ends the literal, and a slash the step.
bool is_plain(std::string_view column) {
    return !column.empty() && column.size() <= max_column_bytes &&
           column.find_first_of("'\"/[]\n\t") == std::string_view::npos;
}

// How many of the sampled rows have each column; empty if a row has one twice.
std::map<std::string_view, size_t> rows_with_columns(const PathNode& node,
                                                     std::string_view attribute) {
    std::map<std::string_view, size_t> rows;
    for (const SampledElement* row : node.parent->sampled) {
        std::map<std::string_view, size_t> own;
        for (const SampledElement* element : row->children) {
            const std::string_view column = column_of(*element, attribute);
            if (!is_plain(column) || ++own[column] > 1) {
                return {};
            }
            ++rows[column];
        }
    }
    return rows;
}

} // namespace

bool are_columns(const PathNode& node) {
    const PathNode* row = node.parent;
    if (row == nullptr || row->parent == nullptr || row->children.size() != 1 ||
        !row->attributes.empty() || row->max_in_parent < 2 || row->sampled.size() < 2 ||
        node.max_in_parent < 2 || !node.children.empty() || !node.text ||
        node.text->non_empty() == 0) {
        return false;
    }
    const AttributeField* attribute = naming_attribute(node);
    if (attribute == nullptr) {
        return false;
    }
    const auto rows = rows_with_columns(node, attribute->name);
    return rows.size() >= 2 && rows.size() <= max_columns &&
           std::all_of(rows.begin(), rows.end(), [&](const auto& column) {
               return 10 * column.second >= 8 * row->sampled.size();
           });
}

std::deque<Column> columns_of(const PathNode& node, MemoryBudget& budget) {
    std::deque<Column> columns;
    if (!are_columns(node)) {
        return columns;
    }
    const std::string attribute = naming_attribute(node)->name;
    std::map<std::string_view, Column*> by_name;
    for (const SampledElement* row : node.parent->sampled) {
        for (const SampledElement* element : row->children) {
            const std::string_view name = column_of(*element, attribute);
            Column*& column = by_name[name];
            if (column == nullptr) {
                column = &columns.emplace_back();
                column->attribute = attribute;
                column->name = name;
                column->path = fmt::format("{}[@{} = '{}']", node.name, attribute, name);
            }
            column->statistics.add(element->text, budget);
        }
    }
    return columns;
}

std::optional<std::string_view> Column::value_in(const SampledElement& row) const {
    const auto found = std::find_if(
        row.children.begin(), row.children.end(),
        [this](const SampledElement* element) { return column_of(*element, attribute) == name; });
    return found == row.children.end() ? std::nullopt
                                       : std::optional<std::string_view>((*found)->text);
}

} // namespace promfile::suggest
