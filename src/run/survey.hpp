#pragma once

#include "aggregate/families.hpp"
#include "rules/builtin_store.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace promfile {

// The number of rows of a type that the built-in metrics count.
struct KeptType {
    std::string type;
    std::uint64_t rows = 0;
};

// The built-in metrics of stores are made in two steps: the survey counts the rows of each store by
// type, and once all stores have been read, `resolve` makes the metrics as rules with their series,
// since their names and labels depend on the types and roots that were found.
class Survey {
public:
    explicit Survey(const BuiltinOptions& options);

    // The rules to evaluate on every store.
    const std::vector<Rule>& rules() const { return rules_; }

    // Adds the tables of `rules` for one store, and returns how many rows of each type it has.
    std::vector<KeptType> add(const std::string& path, const std::string& root_name,
                              const std::string& path_label, std::vector<SeriesTable>&& tables);

    // The built-in metrics of all stores. Moves the tables out, so it is called once.
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
