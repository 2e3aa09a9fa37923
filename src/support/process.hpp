#pragma once

#include "support/error.hpp"

namespace promfile {

// To be called first in `main`. Afterwards the standard streams are open, and a write that fails is
// an error rather than a signal.
void prepare_process();

// Prints on stderr that memory is exhausted, without allocating any.
ExitStatus report_lack_of_memory();

} // namespace promfile
