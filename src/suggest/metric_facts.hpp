#pragma once

#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// A metric as alerts and dashboards see it: what the rules of one name publish together.
struct MetricFacts {
    std::string name;
    std::string help;
    RuleType type = RuleType::gauge;
    std::vector<std::string> labels; // of all rules, without `state`
    std::vector<std::string> states;
    std::string rows;       // that the first of the rules reads
    bool yes_or_no = false; // values are mapped to 1 and 0 alone
    bool statuses = false;  // its rows are attributes, a label tells which

    bool has_label(std::string_view label) const;
    // The base unit at the end of the name, "timestamp_seconds" for a time; empty: none.
    std::string unit() const;
};

// One for each name, in the order of the rules.
std::vector<MetricFacts> metric_facts(const std::vector<Rule>& rules);

// "Disk usage of the pool" of a name with its prefix, for people; without the unit.
std::string plain_name(const MetricFacts& metric);

} // namespace promfile::suggest
