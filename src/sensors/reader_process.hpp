#pragma once

#include "sensors/reading.hpp"

#include <string>
#include <vector>

namespace promfile {

struct ReaderOutcome {
    bool crashed = false;                   // a child ended before it was done
    bool complete = false;                  // everything was read in time
    std::vector<std::string> blocked_chips; // which chips were being read when time was up
    std::vector<int> survivors;             // children that did not even end when killed
};

// Runs read_hardware in child processes, for at most options.timeout, and passes what they report
// to `sink`, but for errors, which it throws as Error. See read_sensors for what it does about
// drivers that block.
ReaderOutcome run_reader_processes(const SensorOptions& options, const SensorSink& sink);

} // namespace promfile
