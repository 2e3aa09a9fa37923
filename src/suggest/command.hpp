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

// --suggest-alerts and --suggest-dashboard: what suits the metrics of the configuration's rules and
// of the sensors. The stores are read for the values seen; one that cannot be read is no failure.
ExitStatus print_for_metrics(const Settings& settings, Log& log, std::FILE* output);

} // namespace promfile::suggest
