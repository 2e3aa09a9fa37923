#pragma once

#include "cli/options.hpp"
#include "run/settings.hpp"

namespace promfile {

// The settings of the run; `rules` are the rules of the configuration. An option on the command
// line beats a key of the configuration, which beats the default. Throws `Error` (usage), with the
// command line to type, for missing or contradictory settings. Reads no file: asks only whether
// paths exist and which of them are directories.
Settings resolve_settings(const CommandLine& line, const ConfigSettings& config,
                          std::vector<Rule> rules);

} // namespace promfile
