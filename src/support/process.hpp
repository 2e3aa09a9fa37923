#pragma once

#include "support/error.hpp"

namespace promfile {

// Prepares the process before anything else runs: the standard streams are open, and a write that
// fails is an error rather than a signal.
void prepare_process();

// Says on stderr that memory is exhausted; needs no memory itself.
ExitStatus report_lack_of_memory();

} // namespace promfile
