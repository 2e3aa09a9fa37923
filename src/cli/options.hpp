#pragma once

#include "config/settings.hpp"
#include "run/settings.hpp"

#include <string>

namespace promfile {

// The command line as it was given.
struct CommandLine {
    enum class Request { run, help, version };

    Request request = Request::run;
    Mode mode = Mode::publish;
    bool strict = false;     // with --check: warnings are failures
    std::string config;      // path of the configuration, or empty
    std::string earlier;     // of --earlier, or empty
    ConfigSettings settings; // the options that were given
};

// Throws `Error` (usage) for an unknown option, a missing or an ill-formed argument.
CommandLine parse_command_line(int argc, const char* const* argv);

} // namespace promfile
