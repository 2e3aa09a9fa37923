#pragma once

#include "sensors/reading.hpp"

#include <string>
#include <vector>

namespace promfile {

struct ReaderOutcome {
    bool crashed = false;                   // a child ended before it was done
    bool complete = false;                  // everything was read in time
    std::vector<std::string> blocked_chips; // chips that were being read when the time was up
    std::vector<int> survivors;             // children that even SIGKILL did not end
};

// Runs read_hardware in child processes, for at most options.timeout. Passes their records to
// `sink`, but throws a record of an error as Error. read_sensors describes the treatment of drivers
// that block.
ReaderOutcome run_reader_processes(const SensorOptions& options, const SensorSink& sink);

} // namespace promfile
