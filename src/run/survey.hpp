#pragma once

#include "aggregate/families.hpp"
#include "rules/builtin_store.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace promfile {

// How many rows of a type the built-in metrics count.
struct KeptType {
    std::string type;
    std::uint64_t rows = 0;
};

// The way of the built-in store metrics: rows are surveyed in each store, and when all stores have
// been read the metrics are resolved from what they hold into rules with their series.
class Survey {
public:
    explicit Survey(const BuiltinOptions& options);

    // What is to be evaluated on every store.
    const std::vector<Rule>& rules() const { return rules_; }

    // Adds the tables that `rules` made of one store, and tells how many rows of each type it has.
    std::vector<KeptType> add(const std::string& path, const std::string& root_name,
                              const std::string& path_label, std::vector<SeriesTable>&& tables);

    // The built-in metrics of all stores. The survey is used up.
    std::vector<EvaluatedRule> resolve();

private:
    struct Counted {
        SurveyFindings findings;
        SeriesTable rows;
        SeriesTable totals; // of all rows, by whether they have an operation
    };

    const BuiltinOptions& options_;
    std::vector<Rule> rules_;
    std::map<std::pair<std::string, std::string>, Counted> counted_; // by prefix and path label
};

} // namespace promfile
