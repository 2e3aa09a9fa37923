#pragma once

#include "suggest/row_kinds.hpp"

#include <string_view>

namespace promfile::suggest {

// What the row around rows says about them: numbers that rules for these rows would only repeat.
class ParentStatements {
public:
    ParentStatements(const RowKinds& row_kinds, const RowKind& row_kind)
        : row_kinds_(row_kinds), row_kind_(row_kind) {}

    // The field that says how many of these rows the parent row has: the nclients of a stream with
    // that many <client>. nullptr if there is none.
    const Field* count_of_rows() const;
    // The field with the same name, if it is the sum of the field of these rows.
    const Field* sum_of(const Field& field) const;

private:
    template<typename Holds>
    const Field* find(std::string_view names, Holds holds) const;

    const RowKinds& row_kinds_;
    const RowKind& row_kind_;
};

} // namespace promfile::suggest
