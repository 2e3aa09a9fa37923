#pragma once

#include "aggregate/series_table.hpp"
#include "rules/rule.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// A store of the run, for advice that says what a rule could have meant.
struct StoreRoot {
    std::string path;
    std::string root; // name of the root element; empty where the store failed
    bool is_command = false;
};

// What shows in any run that a rule does not do what it is for: there is no such row, unless its
// on-empty is stated, or no row has a usable value. Each sentence begins with the rule's place in
// the configuration.
Warnings rule_warnings(const Rule& rule, const SeriesTable& table,
                       const std::vector<StoreRoot>& stores);

// What is legal but hardly meant, for --check alone: a name that breaks the naming practice, a
// condition that leaves nothing, a label that is empty on every row, a label with a value per row,
// merged rows, a value in the wrong unit.
Warnings rule_advice(const Rule& rule, const SeriesTable& table,
                     const std::vector<StoreRoot>& stores);

// The first element name in the XPath that stands where an attribute could: "amount" of
// "amount > 5", or "".
std::string bare_name(std::string_view xpath);

} // namespace promfile
