#pragma once

#include "support/error.hpp"
#include "support/log.hpp"

namespace promfile {

// Runs the command line: parses it, reads the configuration, and does what both ask for. Throws
// `Error`; of several faults in a configuration all but the last have been logged by then.
ExitStatus run_command(int argc, char** argv, Log& log);

} // namespace promfile
