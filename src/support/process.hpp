#pragma once

#include "support/error.hpp"

namespace promfile {

// To be called first in `main`. Afterwards the standard streams are open, and a write that fails is
// an error rather than a signal.
void prepare_process();

// For a child that goes on without exec: closes every descriptor except `kept`, and replaces the
// standard streams with /dev/null. A child that outlives this process must hold none of them:
// cron, or the reader of a pipe, waits for the end of our output and would wait for the child.
void leave_all_descriptors_but(int kept, bool keeps_standard_error = false);

// Whether this process may do more than its user: it is root, or has any capability.
bool is_privileged();

// Prints on stderr that memory is exhausted, without allocating any.
ExitStatus report_lack_of_memory();

} // namespace promfile
