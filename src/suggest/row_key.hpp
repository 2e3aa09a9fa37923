#pragma once

#include "suggest/entity.hpp"

namespace promfile::suggest {

// How well the field names a row: about 100 for a name, 0 to 60 for what mostly does not, below 0
// for what never does.
int key_score(const Field& field);

// Finds what tells the rows apart, on the sample: one field, two or three; the leaf in front of
// each row; the path of names of a recursive element. Nothing else of the entities changes.
void find_keys(Entities& entities);

// The number of moments where the row, or one around it, is one thing at several times; else 0.
std::uint64_t moments_of(const Entity& entity);

// Do labels tell every row of the stores from every other one, for longer than the next run?
bool is_keyed(const Entities& entities, const Entity& entity);

} // namespace promfile::suggest
