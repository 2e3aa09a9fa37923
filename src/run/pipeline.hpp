#pragma once

#include "run/settings.hpp"
#include "support/error.hpp"
#include "support/log.hpp"

#include <cstdio>
#include <string>

namespace promfile {

// The surroundings of a run: its output stream, clocks and working directory.
struct Surroundings {
    std::FILE* output = stdout;        // for --debug, --check and --print-rules
    bool show_progress = false;        // stderr is a terminal
    double (*unix_time)() = nullptr;   // seconds since 1970
    double (*steady_time)() = nullptr; // seconds of a clock that is never set
    std::string directory = "/";       // that relative paths are relative to
};

// One run: stores, rows, rules, aggregates, metric families, checks, exposition, publish. Throws
// `Error` if the whole run is refused; faults of single stores are logged.
ExitStatus run(const Settings& settings, Log& log, const Surroundings& surroundings);

} // namespace promfile
