#pragma once

#include "suggest/field.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// The meaning of a number, as far as a rule states it.
struct NumberMeaning {
    std::string unit; // `unit` of the rule; empty if the number is in the base unit or has no unit
    double scale = 1;
    std::string suffix; // of the metric's name: a base unit, "timestamp_seconds" or nothing
    bool counter = false;
    std::string guess; // a comment on an uncertain meaning; empty if it is certain
};

// `words` are the words of the metric's name in snake case, `siblings` are the fields of the same
// row.
NumberMeaning meaning_of(const Field& field, const std::string& words,
                         const std::vector<const Field*>& siblings);

} // namespace promfile::suggest
