#pragma once

#include "sensors/sensors.hpp"

#include <functional>
#include <set>
#include <string>

namespace promfile {

// What is reported while the hardware is read, in this order for each chip: all rows of all chips
// as `planned`, then for one chip after the other `reading` and what its files gave.
struct SensorRecord {
    enum class Kind : char {
        planned = 'p', // name: the row's element; text: the number of its value files
        reading = 'r', // from here on the files of `chip` are read
        label = 'l',   // text: the label for people
        value = 'v',   // name: the attribute; text: its value in the base unit
        failed = 'f',  // name: the reason; text: a sentence
        left_out =
            'o',       // text: a sentence; the file was not read or says nothing, which is no error
        note = 'n',    // text: a sentence
        warning = 'w', // text: a sentence
        error = 'e',   // text: a sentence; nothing follows
        done = 'd'
    };
    Kind kind;
    std::string chip;
    std::string feature;
    std::string name;
    std::string text;
};

using SensorSink = std::function<void(const SensorRecord&)>;

// Reads the hardware and reports everything to `sink`, but for the chips in `skip`. This is where
// a driver can block. Each value file is reported once: as value, failed or left_out.
void read_hardware(const SensorOptions& options, const std::set<std::string>& skip,
                   const SensorSink& sink);

} // namespace promfile
