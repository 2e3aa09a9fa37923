#pragma once

#include "config/settings.hpp"
#include "rules/rule.hpp"
#include "values/time_zone.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The content of a configuration file.
struct Config {
    ConfigSettings settings;
    std::vector<Rule> rules;
    std::uint64_t hash = 0; // of the text of the file; 48 bits, which a double holds exactly
};

// The input for reading a configuration, besides its text.
struct ConfigContext {
    std::string file;      // as given, for messages
    std::string directory; // absolute; relative paths in the file are relative to it
    std::string zoneinfo = default_zoneinfo;
};

// The configuration, or `errors`: one sentence for each fault, in the order of the file, each with
// "FILE:LINE:COLUMN: " in front. If there are errors, the configuration must not be used.
struct ConfigResult {
    Config config;
    std::vector<std::string> errors;
    // For each error, its line of the file and a caret below the column, or "".
    std::vector<std::string> excerpts;
};

// Reads no files except time zones, to check their names.
ConfigResult parse_config(std::string_view text, const ConfigContext& context);

// Reads the file `context.file` and parses it. If `context.directory` is empty, the directory of
// this file is used. Throws Error (usage) if the file cannot be read.
ConfigResult load_config(ConfigContext context);

} // namespace promfile
