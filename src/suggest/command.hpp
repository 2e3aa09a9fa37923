#pragma once

#include "run/settings.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <cstdio>

namespace promfile::suggest {

// --suggest: reads the stores that the settings name and prints a configuration for them; a summary
// goes to the log. With a configuration, what that lacks. Throws `Error` where a store cannot be
// read.
ExitStatus print_configuration(const Settings& settings, Log& log, std::FILE* output);

} // namespace promfile::suggest
