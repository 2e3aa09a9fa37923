#pragma once

#include "aggregate/families.hpp"
#include "rules/rule_words.hpp"
#include "run/settings.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace promfile {

// What the hardware sensors gave.
struct SensorStage {
    std::string name{source_of_sensors};         // of the document: $path, and in messages
    std::vector<EvaluatedRule> rules;            // those that read the sensors
    std::map<std::string, std::uint64_t> errors; // readings left out, by reason; empty without
                                                 // sensors
    bool found = false;                          // there are any
    std::optional<Error> refusal;                // what a rule or a limit refuses: the run fails
    std::vector<std::string> summary;            // lines for --debug and -v

    // No reading is missing for lack of time.
    bool in_time() const {
        const auto timeouts = errors.find("timeout");
        return timeouts == errors.end() || timeouts->second == 0;
    }
};

// Reads the sensors where the settings or a rule ask for them, and adds up what the rules make of
// their document, which is read like a store. After a refusal only `errors` and `found` are whole.
SensorStage read_sensor_stage(const Settings& settings, Log& log);

// The document itself, for people.
std::string dump_sensors(const Settings& settings, Log& log);

} // namespace promfile
