#pragma once

#include "suggest/field.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// Is the number a counter, judged by its name and the fields beside it? One store cannot show
// whether a number ever falls; earlier_store.hpp compares two stores. `words` are the words of the
// metric's name in snake case, `base` is the base unit ("" for none), `siblings` are the fields of
// the same row.
bool is_counter(const Field& field, const std::string& words, const std::string& base,
                const std::vector<const Field*>& siblings);

} // namespace promfile::suggest
