#pragma once

#include "sensors/sensors.hpp"

#include <functional>
#include <set>
#include <string>

namespace promfile {

// A report from the reader of the hardware. First come the rows of all chips as `planned`, then,
// chip by chip, `reading` and the results of the chip's files.
struct SensorRecord {
    enum class Kind : char {
        planned = 'p',  // name: the row's element; text: the number of its value files
        reading = 'r',  // from here on the files of `chip` are read
        label = 'l',    // text: the label for people
        no_label = 'b', // name: the reason why the label cannot be read; text: a sentence
        value = 'v',    // name: the attribute; text: its value in the base unit
        failed = 'f',   // name: the reason; text: a sentence
        left_out =
            'o',    // text: a sentence; the file was not read or is silent, which is not an error
        note = 'n', // text: a sentence
        warning = 'w',       // text: a sentence
        error = 'e',         // text: a sentence; nothing follows
        out_of_memory = 'm', // nothing follows
        done = 'd'
    };
    Kind kind;
    std::string chip;
    std::string feature;
    std::string name;
    std::string text;
};

using SensorSink = std::function<void(const SensorRecord&)>;

// Reads the hardware except the chips in `skip`, and reports to `sink`. Drivers can block this
// call. Waits for the locks of other readers: on `root`/class while the chips are listed, then on
// the directory of each chip. Each value file is reported once: as value, failed or left_out.
void read_hardware(const SensorOptions& options, const std::set<std::string>& skip,
                   const SensorSink& sink);

} // namespace promfile
