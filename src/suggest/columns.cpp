#include "suggest/columns.hpp"

#include "suggest/words.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_columns = 200;
constexpr size_t max_column_bytes = 60;

bool may_name_columns(const AttributeField& field) {
    return is_word(snake_case(field.name), "name column");
}

// The attribute that names the column; nullptr if there is none.
const AttributeField* naming_attribute(const PathNode& node) {
    const auto names = [&](const AttributeField& field) {
        return may_name_columns(field) && field.statistics.non_empty() == node.count;
    };
    const auto found = std::find_if(node.attributes.begin(), node.attributes.end(), names);
    return found == node.attributes.end() ? nullptr : &*found;
}

// Have elements one value: their text, or the text of the one child that each has? Elements with a
// value in an attribute are more often pairs of names and values (name_value_pairs.hpp).
bool have_one_value(const PathNode& node) {
    const bool has_text = node.text && node.text->non_empty() > 0;
    return has_text == node.children.empty() &&
           std::all_of(node.children.begin(), node.children.end(),
                       [](const PathNode* child) { return child->is_leaf(); }) &&
           std::all_of(node.sampled.begin(), node.sampled.end(),
                       [](const SampledElement* element) { return element->children.size() <= 1; });
}

std::string_view value_of(const SampledElement& element) {
    return element.children.empty() ? element.text : element.children.front()->text;
}

// Can the name stand in a path? A quote ends the literal, and a slash the step.
bool is_plain(std::string_view column) {
    return !column.empty() && column.size() <= max_column_bytes &&
           column.find_first_of("'\"/[]\n\t") == std::string_view::npos;
}

struct ColumnUse {
    size_t rows = 0;                       // the sampled rows that have the column
    const SampledElement* first = nullptr; // the first element with a value
    bool is_described = true; // Are other attributes, such as its type, the same for all values?
    bool tells_apart = true;  // Has each row a text of its own, which is not a number?
    std::set<std::string_view> texts;
};
using ColumnUses = std::map<std::string_view, ColumnUse>;

void add(ColumnUse& use, const SampledElement& element) {
    const std::string_view text = value_of(element);
    ++use.rows;
    if (text.empty()) { // its attributes may say so: xsi:nil="true"
        use.tells_apart = false;
        return;
    }
    use.first = use.first == nullptr ? &element : use.first;
    use.is_described =
        use.is_described &&
        std::all_of(element.attributes.begin(), element.attributes.end(),
                    [&](const auto& one) { return use.first->attribute(one.first) == one.second; });
    use.tells_apart = use.tells_apart && !parse_number(text) && use.texts.insert(text).second;
}

// The columns of the sampled rows; empty if a row has one twice.
ColumnUses uses_of(const PathNode& node, std::string_view attribute) {
    ColumnUses uses;
    for (const SampledElement* row : node.parent->sampled) {
        std::set<std::string_view> own;
        for (const SampledElement* element : row->children) {
            if (element->node != &node) {
                continue;
            }
            const std::string_view column = element->attribute(attribute).value_or("");
            if (!is_plain(column) || !own.insert(column).second) {
                return {};
            }
            add(uses[column], *element);
        }
    }
    return uses;
}

// Have all rows at least four fifths of the columns, and nothing else?
bool are_all_of(const PathNode& row, const ColumnUses& uses) {
    return row.children.size() == 1 && row.attributes.empty() &&
           std::all_of(uses.begin(), uses.end(), [&](const auto& column) {
               return 10 * column.second.rows >= 8 * row.sampled.size();
           });
}

// Are the rows records, one column of which names them? Records of another kind may stand among
// them, such as one with the status of the answer.
bool are_records(const PathNode& row, const ColumnUses& uses) {
    const size_t filled =
        std::accumulate(uses.begin(), uses.end(), size_t{0},
                        [](size_t sum, const auto& column) { return sum + column.second.rows; });
    return 2 * filled >= uses.size() * row.sampled.size() &&
           std::any_of(uses.begin(), uses.end(), [&](const auto& column) {
               return column.second.tells_apart && 2 * column.second.rows >= row.sampled.size();
           });
}

// Is there one such element after the other, with nothing of its own?
bool may_wrap(const PathNode& node) {
    return node.max_in_parent > 1 && node.attributes.empty() &&
           (!node.text || node.text->non_empty() == 0);
}

bool holds_columns(const PathNode& row) {
    return std::any_of(row.children.begin(), row.children.end(),
                       [](const PathNode* field) { return are_columns(*field); });
}

} // namespace

bool may_be_columns(const PathNode& node) {
    const PathNode* row = node.parent;
    return row != nullptr && row->parent != nullptr &&
           (row->max_in_parent > 1 || may_wrap(*row->parent)) && node.max_in_parent > 1 &&
           have_one_value(node) &&
           std::any_of(node.attributes.begin(), node.attributes.end(), may_name_columns);
}

bool are_columns(const PathNode& node) {
    const AttributeField* attribute = may_be_columns(node) ? naming_attribute(node) : nullptr;
    const PathNode* row = node.parent;
    if (attribute == nullptr || row->sampled.size() < 2) {
        return false;
    }
    const ColumnUses uses = uses_of(node, attribute->name);
    const bool described = std::all_of(
        uses.begin(), uses.end(), [](const auto& column) { return column.second.is_described; });
    return uses.size() >= 2 && uses.size() <= max_columns && described &&
           ((node.children.empty() && are_all_of(*row, uses)) || are_records(*row, uses));
}

bool wraps_records(const PathNode& node) {
    return may_wrap(node) &&
           std::any_of(node.children.begin(), node.children.end(), [](const PathNode* child) {
               return child->max_in_parent == 1 && holds_columns(*child);
           });
}

bool is_wrapped_record(const PathNode& node) {
    return node.parent != nullptr && holds_columns(node) && wraps_records(*node.parent);
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
            if (element->node != &node) {
                continue;
            }
            const std::string_view name = element->attribute(attribute).value_or("");
            Column*& column = by_name[name];
            if (column == nullptr) {
                column = &columns.emplace_back();
                column->element = node.name;
                column->attribute = attribute;
                column->name = name;
            }
            column->statistics.add(value_of(*element), budget);
            if (!element->children.empty()) {
                const std::string_view child = element->children.front()->name;
                column->child = column->child.empty() || column->child == child ? child : "*";
            }
        }
    }
    for (Column& column : columns) {
        column.path = fmt::format("{}[@{} = '{}']{}{}", node.name, attribute, column.name,
                                  column.child.empty() ? "" : "/", column.child);
    }
    return columns;
}

std::optional<std::string_view> Column::value_in(const SampledElement& row) const {
    const auto found =
        std::find_if(row.children.begin(), row.children.end(), [this](const SampledElement* one) {
            return one->name == element && one->attribute(attribute) == name;
        });
    return found == row.children.end() ? std::nullopt
                                       : std::optional<std::string_view>(value_of(**found));
}

} // namespace promfile::suggest
