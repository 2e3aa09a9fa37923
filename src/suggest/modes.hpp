#pragma once

#include "run/settings.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <cstdio>

namespace promfile::suggest {

// --suggest: prints a configuration for the stores of the settings to `output` and a summary to the
// log. If the settings come from a configuration, prints only the rules that it lacks. Throws
// `Error` if a store cannot be read.
ExitStatus print_configuration(const Settings& settings, Log& log, std::FILE* output);

// --check -v: tells the log how many fields of each store no rule reads. Standard input, which
// cannot be read again, and stores with faults are left out.
void tell_unread_fields(const Settings& settings, Log& log);

// --suggest-alerts and --suggest-dashboard: prints alerts or a dashboard for the metrics of the
// configuration's rules and of the sensors. The stores are read only for their present values; a
// store that cannot be read gives a warning.
ExitStatus print_for_metrics(const Settings& settings, Log& log, std::FILE* output,
                             double unix_time);

} // namespace promfile::suggest
