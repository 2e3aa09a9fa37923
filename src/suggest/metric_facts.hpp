#pragma once

#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// A metric as alerts and dashboards need it: all rules of one name together.
struct MetricFacts {
    std::string name;
    std::string help;
    RuleType type = RuleType::gauge;
    std::vector<std::string> labels; // of all rules; not the `state` of a stateset
    std::vector<std::string> states;
    std::string rows;       // of the first rule
    bool yes_or_no = false; // `map` gives 1 and 0 only
    bool statuses = false;  // the rows are attributes, whose name is a label

    bool has_label(std::string_view label) const;
    // The base unit at the end of the name, "timestamp_seconds" for a time; empty if there is none.
    std::string unit() const;
    // Is the value the time at which something ends?
    bool is_expiry() const;
};

// One for each name of a metric, in the order of the rules. Rules with `name-suffix` are left out:
// only the stores tell the names of their metrics.
std::vector<MetricFacts> metric_facts(const std::vector<Rule>& rules);

// The words of the name for people, without unit and _total: "App disk used".
std::string plain_name(const MetricFacts& metric);

} // namespace promfile::suggest
