#pragma once

#include "input/store_input.hpp"
#include "rules/rule.hpp"
#include "xml/row_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace promfile::suggest {

// The outcome of one rule.
struct RuleTrial {
    std::uint64_t series = 0;
    std::vector<size_t> empty_labels;     // indices of labels that are empty on every row
    bool conflict = false;                // several rows have the same labels
    std::map<std::string, double> values; // of the series, by their labels as text
    std::string fault; // a finding of --check, or the reason to refuse the run; empty if none
};

// Evaluates rules over stores as a run of promfile does, with all checks of --check.
class Trial {
public:
    Trial(std::vector<std::string> stores, const xml::ReadLimits& limits, const ReadingTime& time,
          std::uint64_t max_series)
        : stores_(std::move(stores)), limits_(limits), time_(time), max_series_(max_series) {}

    // One result for each rule, in their order. Throws `Error` if the time is over.
    std::vector<RuleTrial> run(const std::vector<Rule>& rules) const;

private:
    std::vector<RuleTrial> evaluate(const std::vector<Rule>& rules) const;

    std::vector<std::string> stores_;
    xml::ReadLimits limits_;
    ReadingTime time_;
    std::uint64_t max_series_;
};

} // namespace promfile::suggest
