#pragma once

#include "config/settings.hpp"
#include "rules/rule.hpp"
#include "values/time_zone.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// What a configuration file says.
struct Config {
    ConfigSettings settings;
    std::vector<Rule> rules;
    std::uint64_t hash = 0; // of the bytes of its text; 48 bits, so that a double holds it
};

// What reading a configuration needs to know beyond its text.
struct ConfigContext {
    std::string file;      // as given, for messages
    std::string directory; // absolute: what relative paths are relative to
    std::string zoneinfo = default_zoneinfo;
};

// The configuration, or `errors`: one sentence for each fault, in the order of the file, each with
// "FILE:LINE:COLUMN: " in front. With errors the configuration is not to be used.
struct ConfigResult {
    Config config;
    std::vector<std::string> errors;
    std::vector<std::string> excerpts; // for each error its line and a caret, or nothing
};

// Pure but for the time zones, which are looked up so that their faults are found too.
ConfigResult parse_config(std::string_view text, const ConfigContext& context);

// Reads the file and parses it. Throws Error (usage) where it cannot be read. `context.file` names
// it; an empty `context.directory` is filled in from it.
ConfigResult load_config(ConfigContext context);

} // namespace promfile
