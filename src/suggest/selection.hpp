#pragma once

#include "suggest/draft.hpp"
#include "suggest/trial.hpp"

#include <cstdint>

namespace promfile::suggest {

struct SelectionLimits {
    std::uint64_t max_series = 1000; // of all rules, those in comments too
    size_t max_active_rules = 60;
    size_t max_rules = 200;
};

// Tries every rule, repairs or leaves out those that --check would say something about, and keeps
// as many as the limits allow: the active ones first, of these those with the best score. After it
// `series` is what was counted, and `tier` and `reason` say what became of each rule.
void select(Draft& draft, const Trial& trial, const SelectionLimits& limits);

} // namespace promfile::suggest
