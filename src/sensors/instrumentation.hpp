#pragma once

namespace promfile {

// The process that reads sensors treats a build with sanitizers or coverage specially:
// instrumentation_on.cpp is compiled into such a build, instrumentation_off.cpp into every other.

// Whether the process keeps standard error, on which sanitizers report.
bool keeps_standard_error();

// Writes the coverage so far. The process calls it before its last record, after which it is
// killed.
void write_coverage();

} // namespace promfile
