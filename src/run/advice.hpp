#pragma once

#include "aggregate/series_table.hpp"
#include "rules/rule.hpp"
#include "support/log.hpp"

#include <string>
#include <vector>

namespace promfile {

// A store of the run and its root element; advice names them.
struct StoreRoot {
    std::string path;
    std::string root; // name of the root element; empty if the store failed
    bool is_command = false;
};

// Signs in any run that a rule does not serve its purpose: it matches no row although on-empty is
// not given, or no row has a usable value. Each sentence begins with the place of the rule in the
// configuration.
Warnings rule_warnings(const Rule& rule, const SeriesTable& table,
                       const std::vector<StoreRoot>& stores);

// A sentence about a metric, whose name stands between its two parts.
struct Advice {
    Origin origin;
    std::string before;
    std::string metric;
    std::string after;
};

// Settings that are legal but probably not meant, for --check alone: a name that breaks the naming
// practice, a condition that leaves nothing, a label that is empty on every row, a label with a
// value per row, merged rows, a value in the wrong unit.
std::vector<Advice> rule_advice(const Rule& rule, const SeriesTable& table,
                                const std::vector<StoreRoot>& stores);

// The sentences, each with the place of its rule. Equal advice on metrics of one group, as on a
// label that they share, is one sentence with the names of the metrics.
Warnings advice_sentences(const std::vector<Advice>& advice);

// The first name in the XPath that means a child element where an attribute may be meant: "amount"
// in "amount > 5". "" if there is none.
std::string bare_name(std::string_view xpath);

} // namespace promfile
