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

// Makes the values of rows secrets if a name among them says so: <var name="db_password" value="x"
// version="1"/>. Rules are made for all rows alike, except of name/value pairs, whose values are
// judged by name (pair_rules.hpp).
void hide_values_of_secrets(RowKind& row_kind);

// The name and value fields of the rows, if the rows are name/value pairs: each has a name and one
// value, no other measurement and no rows below it, and names are unique within a parent row.
std::optional<Pairs> find_pairs(const RowKinds& row_kinds, const RowKind& row_kind);

} // namespace promfile::suggest
