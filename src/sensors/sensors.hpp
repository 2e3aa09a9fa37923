#pragma once

#include "support/log.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The machine's hardware sensors as an XML document. Rules with `source = "sensors"` read it, and
// --dump-sensors prints it:
//
//     <sensors>
//       <temperature chip="coretemp-isa-0000" feature="temp2" sensor="Core 0" value="45" max="80"/>
//       <fan chip="nct6779-isa-0290" feature="fan2" sensor="fan2" value="1098" min="0" alarm="0"/>
//     </sensors>
//
// Each feature of a chip is a row. The row element is its type: temperature (degrees Celsius), fan
// (revolutions per minute), voltage (volts), current (amperes), power (watts), energy (joules),
// humidity (0 to 1), frequency (hertz), pwm (0 to 1), intrusion. An attribute is absent if the
// hardware does not report it:
//
//   chip, feature, sensor: always present; `sensor` is the label, or the feature if it has none.
//   value: the current measurement, or the average if the chip has no other.
//   average, lowest, highest, average_lowest, average_highest: measured over a time.
//   min, max, critical, lower_critical, emergency, cap (each also with _hysteresis), target,
//     cap_min, cap_max, rated_min, rated_max: limits, in the unit of the value.
//   passive, active, hot: trip points of a thermal zone; the lowest of each kind.
//   alarm: of the feature as a whole, 0 or 1.
//   min_alarm, max_alarm, critical_alarm, lower_critical_alarm, emergency_alarm, cap_alarm: 0 or 1.
//   fault: 0 or 1; the value is absent if it is 1.
//   enable: 0 is off; of a pwm 0 is full speed, 1 is by hand, 2 and above are automatic.

namespace promfile {

struct SensorOptions {
    std::string root = "/sys";           // where sysfs is mounted
    std::vector<std::string> type_globs; // of row elements; none: all
    std::vector<std::string> chip_globs; // of chip names; none: all
    std::chrono::milliseconds timeout{5000};
    bool wake = false; // read chips whose device is suspended, too

    // The configuration of lm-sensors: `lm_file` if it is given, else, if `root` is /sys, the
    // machine's files below `lm_directory`. Without `lm_config`, neither is read.
    bool lm_config = true;
    std::optional<std::string> lm_file;
    std::string lm_directory = "/etc";
};

// The reasons for leaving a reading out: the values of promfile_sensor_read_errors{reason=}, all of
// which are always published.
inline constexpr std::string_view sensor_error_reasons[] = {
    "empty",       // the file had no text
    "fault",       // the chip says that the sensor is broken or not connected
    "implausible", // outside the range of the type
    "invalid",     // not a number, or a compute statement has no result for it
    "io_error",    // the driver failed: EIO, EAGAIN, ENODATA, ETIMEDOUT and the like
    "permission",  // this user may not read the file
    "timeout",     // not read within the time for all sensors
};

struct SensorReading {
    std::string xml;
    std::map<std::string, std::uint64_t> errors; // by reason; every reason is present
    Warnings warnings;
    std::vector<std::string> notes; // for --debug: a sentence for each omission
    std::size_t rows = 0;
};

// Reads all sensors in child processes, for at most `timeout`. If a driver blocks, and no answer
// comes for a fifth of that time, another child reads the other chips; the values not read in time
// count as timeouts. A child that SIGKILL cannot end (it waits in the kernel) survives the run.
// While it lives, no other run reads its chip: the chip's values are timeouts, and all others are
// read. A lock on the directory of a chip, which needs no right to write, keeps readers apart. A
// machine without sensors is not an error. Throws Error if a root other than /sys or `lm_file`
// cannot be read.
SensorReading read_sensors(const SensorOptions& options);

} // namespace promfile
