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
};

// What is legal but hardly meant, of one rule and what it found: no row at all, a name that breaks
// the naming practice, a label or value that is empty on every row, a label with a value per row,
// merged rows. Each sentence begins with the rule's place in the configuration.
Warnings rule_advice(const Rule& rule, const SeriesTable& table,
                     const std::vector<StoreRoot>& stores);

// The first element name in the XPath that stands where an attribute could: "amount" of
// "amount > 5", or "".
std::string bare_name(std::string_view xpath);

} // namespace promfile
