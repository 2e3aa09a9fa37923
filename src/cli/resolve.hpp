#pragma once

#include "cli/options.hpp"
#include "run/settings.hpp"

namespace promfile {

// The settings of the run, with `rules`, those of the configuration: an option on the command line
// beats a key of the configuration, which beats the default. Throws `Error` (usage), with the line
// to type, for missing or contradictory settings. Reads no file: it asks only whether paths exist
// and which of them are directories.
Settings resolve_settings(const CommandLine& line, const ConfigSettings& config,
                          std::vector<Rule> rules);

} // namespace promfile
