#pragma once

#include "suggest/entity.hpp"

#include <deque>
#include <optional>
#include <string>

namespace promfile::suggest {

// The values of one name.
struct NamedValues {
    std::string name;
    FieldStatistics statistics;
    std::optional<Field> field;
    bool told = false; // by a label of another metric
};

// Rows that are name/value pairs: <counter name="queries">5</counter>.
struct Pairs {
    const Field* name = nullptr;
    const Field* value = nullptr;
    std::deque<NamedValues> named; // in the order they came
};

// The pairs that the rows are, or nothing. A name occurs once in each row around them.
std::optional<Pairs> find_pairs(const Entities& entities, const Entity& entity);

} // namespace promfile::suggest
