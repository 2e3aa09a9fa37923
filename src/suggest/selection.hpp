#pragma once

#include "suggest/draft.hpp"
#include "suggest/trial.hpp"

#include <cstdint>

namespace promfile::suggest {

struct SelectionLimits {
    std::uint64_t max_series = 1000; // of all rules, also of those in comments
    size_t max_active_rules = 60;
    size_t max_rules = 200;
    // A configuration without rules would publish the built-in metrics, so an optional rule becomes
    // active if no other is.
    bool needs_active_rule = true;
};

// Tries every candidate, repairs or leaves out those about which --check would have a warning or
// advice, and keeps as many as the limits allow: active rules before optional ones, and higher
// scores first. Afterwards `series` has the real number, and `tier` and `reason` the outcome.
void select(Draft& draft, const Trial& trial, const SelectionLimits& limits);

} // namespace promfile::suggest
