#pragma once

#include "cli/options.hpp"
#include "run/settings.hpp"

namespace promfile {

// The settings of the run: an option of the command line beats a key of the configuration, which
// beats the default. Throws `Error` (usage) for missing or contradictory settings, with the line to
// type. Reads nothing of the file system but the kinds of files.
Settings resolve_settings(const CommandLine& line, const ConfigSettings& config,
                          std::vector<Rule> rules);

} // namespace promfile
