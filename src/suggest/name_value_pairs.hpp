#pragma once

#include "suggest/row_kinds.hpp"

#include <deque>
#include <optional>
#include <string>

namespace promfile::suggest {

// The values of one name.
struct NamedValues {
    std::string name;
    FieldStatistics statistics;
    std::optional<Field> field;
    bool is_covered = false; // the values have a metric already
};

// Rows that are name/value pairs: <counter name="queries">5</counter>.
struct Pairs {
    const Field* name = nullptr;
    const Field* value = nullptr;
    std::deque<NamedValues> named; // at most 1000, in document order
};

// Can a field of this name, in snake case, be the name of a pair?
bool may_name_a_pair(const std::string& field);
// Can it be the value of a pair, by its name or because it is the text of the row?
bool may_be_value_of_pair(const Field& field);

// The name and value fields of the rows, if the rows are name/value pairs: each has a name and one
// value, no other measurement and no rows below it, and names are unique within a parent row.
std::optional<Pairs> find_pairs(const RowKinds& row_kinds, const RowKind& row_kind);

} // namespace promfile::suggest
