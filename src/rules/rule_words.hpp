#pragma once

#include "rules/rule.hpp"

#include <span>
#include <string_view>

namespace promfile {

// The words of a configuration for the enumerations of a rule, each at the index of its value.

inline constexpr std::string_view rule_type_words[] = {"gauge",   "counter", "histogram",
                                                       "summary", "info",    "stateset"};

// The first, "each", is the absence of the key.
inline constexpr std::string_view aggregate_words[] = {"each", "count", "sum",  "min",     "max",
                                                       "avg",  "first", "last", "distinct"};

inline constexpr std::string_view on_empty_words[] = {"ok", "zero", "error"};

inline constexpr std::string_view source_of_sensors = "sensors";

constexpr std::string_view word_of(RuleType type) {
    return rule_type_words[static_cast<size_t>(type)];
}
constexpr std::string_view word_of(Aggregate aggregate) {
    return aggregate_words[static_cast<size_t>(aggregate)];
}
constexpr std::string_view word_of(OnEmpty on_empty) {
    return on_empty_words[static_cast<size_t>(on_empty)];
}

} // namespace promfile
