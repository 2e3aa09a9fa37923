#pragma once

#include "aggregate/families.hpp"
#include "run/settings.hpp"
#include "run/store_run.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace promfile {

// The stores of a run, as series of the rules.
struct StoreStage {
    std::vector<EvaluatedRule> rules; // of the configuration, then built-in
    std::vector<StoreReport> reports;
    std::vector<std::string> paths;   // in the order of reading
    std::vector<std::string> roots;   // names of the root elements, of the same stores
    std::vector<bool> commands;       // whether these are outputs of commands, of the same stores
    std::vector<std::string> summary; // lines for --debug and -v
    bool all_read = true;             // no store failed or was cut short
    bool failed = false;              // with --on-error keep: a store failed, and so the run fails
    std::optional<Error> refusal;     // the refusal of a rule or a limit: the run fails
    std::uint64_t unread = 0;         // stores after the store of the refusal
};

// The limits of the settings for one store, which is not held whole.
xml::ReadLimits read_limits(const Settings& settings);
// The time that the settings give a run, from now on.
ReadingTime reading_time(const Settings& settings, double (*steady_time)());

// Reads every store that the settings name and evaluates the rules on them. A store that fails is
// logged; with --on-error keep, or after a refusal, the result must not be published, and only the
// reports are complete. `steady_time` is a clock in seconds that is never set.
StoreStage read_stores(const Settings& settings, Log& log, double (*steady_time)(),
                       const Progress& progress);

} // namespace promfile
