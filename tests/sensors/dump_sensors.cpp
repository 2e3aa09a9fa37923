// Prints the sensors' document, for the comparison scripts beside this file:
// dump_sensors [--chip GLOB] [--type GLOB] [--timeout MS] [--conf FILE | --machine-conf] [--wake]
// SYSFS

#include "sensors/sensors.hpp"
#include "support/error.hpp"
#include "tools.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

int tools::dump_sensors(int argc, char** argv) {
    promfile::SensorOptions options;
    options.lm_config = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const std::string next = i + 1 < argc ? argv[i + 1] : "";
        if (word == "--wake") {
            options.wake = true;
        } else if (word == "--machine-conf") {
            options.lm_config = true;
        } else if (!word.starts_with("--")) {
            options.root = word;
        } else {
            ++i;
            if (word == "--chip") {
                options.chip_globs.push_back(next);
            } else if (word == "--type") {
                options.type_globs.push_back(next);
            } else if (word == "--timeout") {
                options.timeout = std::chrono::milliseconds(std::atol(next.c_str()));
            } else if (word == "--conf") {
                options.lm_config = true;
                options.lm_file = next;
            }
        }
    }
    try {
        const promfile::SensorReading reading = promfile::read_sensors(options);
        std::fputs(reading.xml.c_str(), stdout);
        for (const auto& warning : reading.warnings) {
            fmt::print(stderr, "warning: {}\n", warning);
        }
        for (const auto& note : reading.notes) {
            fmt::print(stderr, "note: {}\n", note);
        }
        for (const auto& [reason, count] : reading.errors) {
            fmt::print(stderr, "errors {}={}\n", reason, count);
        }
    } catch (const promfile::Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
    return 0;
}
