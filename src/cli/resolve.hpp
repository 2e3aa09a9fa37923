#pragma once

#include "cli/options.hpp"
#include "run/settings.hpp"

namespace promfile {

// What is to be done: the command line over the configuration over the defaults. Throws `Error`
// (usage), with the line to type where something is missing. Looks at the file system only to tell
// a file from a directory.
Settings resolve_settings(const CommandLine& line, const ConfigSettings& config,
                          std::vector<Rule> rules);

} // namespace promfile
