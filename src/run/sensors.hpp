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

// The readings of the hardware sensors, as series of the rules that read them.
struct SensorStage {
    std::string name{source_of_sensors};         // of the document: $path, and in messages
    std::vector<EvaluatedRule> rules;            // the rules that read the sensors
    std::map<std::string, std::uint64_t> errors; // readings left out, by reason; empty without
                                                 // sensors
    bool found = false;                          // the machine has sensors
    std::optional<Error> refusal;                // the refusal of a rule or a limit: the run fails
    std::vector<std::string> summary;            // lines for --debug and -v

    // Whether all readings were in time.
    bool in_time() const {
        const auto timeouts = errors.find("timeout");
        return timeouts == errors.end() || timeouts->second == 0;
    }
};

// Reads the sensors if the settings or a rule ask for them. Their readings are an XML document, on
// which the rules are evaluated as on a store. After a refusal only `errors` and `found` are
// complete.
SensorStage read_sensor_stage(const Settings& settings, Log& log);

// The XML document of the sensors, for --dump-sensors.
std::string dump_sensors(const Settings& settings, Log& log);

} // namespace promfile
