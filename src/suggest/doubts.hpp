#pragma once

#include "suggest/number_meaning.hpp"
#include "suggest/row_kinds.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile::suggest {

// The doubts whether anyone wants a metric of a number or a boolean: it may be a setting, a limit,
// a size, a code, a property that never changes, or the same fact as another field. A rule in doubt
// is printed as a comment, with the doubt as the reason. The values come from the sampled rows.
class Doubts {
public:
    explicit Doubts(const RowKind& row_kind);

    // Empty if there is no doubt.
    std::string about_number(const Field& field, const NumberMeaning& meaning) const;
    std::string about_boolean(const Field& field) const;

private:
    // The number of a field in each sampled row; nothing where there is none.
    using Column = std::vector<std::optional<double>>;

    std::string about_name(const Field& field) const;
    std::string about_limit(const Field& field) const;
    std::string about_values(const Field& field, const NumberMeaning& meaning) const;
    std::string about_siblings(const Field& field, const NumberMeaning& meaning) const;
    std::string about_equals(const Field& field, const NumberMeaning& meaning) const;
    bool is_sum_of_others(const Field& field) const;
    const Field* same_as(const Field& field) const;

    const RowKind& row_kind_;
    std::vector<std::pair<const Field*, Column>> columns_; // of the numbers, in document order
};

// The doubt about a number of a name/value pair, which has no other fields beside it.
std::string doubt_about_pair(const Field& field, const NumberMeaning& meaning);
// The doubt about a boolean or an empty element, by its name in snake case.
std::string doubt_about_flag(std::string_view name);

// Does the doubt end when the value is seen to change?
bool ends_with_change(std::string_view doubt);

} // namespace promfile::suggest
