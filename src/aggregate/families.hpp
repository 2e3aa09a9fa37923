#pragma once

#include "aggregate/series_table.hpp"
#include "metrics/metric_family.hpp"
#include "rules/rule.hpp"
#include "support/log.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace promfile {

// A rule and the series that its rows gave.
struct EvaluatedRule {
    Rule rule;
    SeriesTable table;
};

// The metric family that a rule makes of its series: declared label values filled up with 0,
// conflicting and incomplete series left out, each with a warning. `stores` are the paths that
// `RowPlace::store` counts. Throws `Error` if no row matched and the rule does not accept this, or
// if filling up would make more than `max_series` or the rule's own limit.
MetricFamily rule_family(const Rule& rule, const SeriesTable& table,
                         const std::vector<std::string>& stores, std::uint64_t max_series,
                         Warnings& warnings);

// The families of a rule. With `name-suffix`, there is one family for each text, called NAME_text
// in snake_case, with the text in its HELP as far as it may stand there; otherwise, there is the
// family of `rule_family`. There is a warning for rows that are left out since their text gives no
// name, and for two texts that give one name. Throws `Error` if there are more than 100 families.
std::vector<MetricFamily> rule_families(const Rule& rule, const SeriesTable& table,
                                        const std::vector<std::string>& stores,
                                        std::uint64_t max_series, Warnings& warnings);

} // namespace promfile
