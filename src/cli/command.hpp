#pragma once

#include "support/error.hpp"
#include "support/log.hpp"

namespace promfile {

// Parses the command line, reads the configuration and does what both ask for. Throws `Error`. Of
// several faults in a configuration it logs all but the last, and throws the last.
ExitStatus run_command(int argc, char** argv, Log& log);

} // namespace promfile
