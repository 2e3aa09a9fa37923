#pragma once

#include "suggest/field.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// What a number measures, as far as the rule has to say it.
struct NumberMeaning {
    std::string unit; // for the rule; empty: it is in the base unit, or has none
    double scale = 1;
    std::string suffix; // of the metric's name: a base unit, timestamp_seconds, or nothing
    bool counter = false;
    std::string guess; // what is not certain, for a comment; mostly nothing
};

// `siblings` are the fields of the same row. `words` are the words of the name that the metric is
// going to have.
NumberMeaning meaning_of(const Field& field, const std::string& words,
                         const std::vector<const Field*>& siblings);

} // namespace promfile::suggest
