#pragma once

#include "support/error.hpp"
#include "support/log.hpp"

namespace promfile {

// Parses the command line, reads the configuration and carries out the request. Throws `Error`. If
// a configuration has several faults, logs all except the last, and throws the last.
ExitStatus run_command(int argc, char** argv, Log& log);

} // namespace promfile
