#pragma once

#include "aggregate/rule_set.hpp"
#include "aggregate/store_evaluation.hpp"
#include "input/store_input.hpp"
#include "input/store_list.hpp"
#include "run/self_metrics.hpp"
#include "support/error.hpp"
#include "support/log.hpp"
#include "xml/row_reader.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace promfile {

// The result of reading one store.
struct StoreRun {
    StoreReport report;
    std::vector<SeriesTable> tables; // one for each rule; empty where the store failed
    std::string root_name;
    std::optional<std::string> failure; // a sentence: why nothing of it is used
    std::optional<Error> refusal;       // what a rule or a limit refuses: then the run has failed
    Warnings warnings;
    double seconds = 0;  // of reading
    std::string command; // as a shell would take it; empty for a file
};

// Called from time to time with the number of bytes that have been read of a store.
using Progress =
    std::function<void(const std::string& path, std::uint64_t bytes, std::uint64_t size)>;

// Reads a store to its end. A file that changes meanwhile is read again (after 0.1, 0.5 and 2
// seconds, as long as there is time). `number` is its place in the order of reading.
StoreRun run_store(const StoreName& store, std::uint32_t number, RuleSet& rules,
                   const xml::ReadLimits& read_limits, const EvaluationLimits& limits,
                   const ReadingTime& time, const Progress& progress);

} // namespace promfile
