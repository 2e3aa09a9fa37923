#pragma once

#include "config/settings.hpp"
#include "run/settings.hpp"

#include <string>

namespace promfile {

// The content of the command line, before the configuration completes it.
struct CommandLine {
    enum class Action { run, help, version };

    Action action = Action::run;
    Mode mode = Mode::publish;
    bool strict = false;       // with --check: warnings are failures
    std::string config;        // path of the configuration, or empty
    std::string earlier_store; // path given with --earlier, or empty
    ConfigSettings settings;   // the options that were given
};

// Throws `Error` (usage) for an unknown option, a missing or ill-formed argument, an option that is
// given twice although it takes one value, and a request that does not go with --suggest.
CommandLine parse_command_line(int argc, const char* const* argv);

} // namespace promfile
