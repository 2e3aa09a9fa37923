#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// The hardware sensors.
inline constexpr Option sensor_options[] = {
    {.group = OptionGroup::sensors,
     .names = "--sensors",
     .summary = "read the sensors too (no STORE is needed then)",
     .manual = R"(Read the hardware sensors, too.
)",
     .target = &ConfigSettings::sensors},
    {.group = OptionGroup::sensors,
     .names = "--sensor-type",
     .argument = "GLOB",
     .summary = "only these types: temperature, fan, voltage, current, power, energy, humidity, "
                "frequency, pwm, intrusion (repeatable)",
     .manual = R"(Only these types: temperature, fan, voltage, current, power, energy, humidity,
frequency, pwm, intrusion.
Files of others are not opened.
May be repeated.
)",
     .target = &ConfigSettings::sensor_type,
     .check = check_not_empty,
     .hint = "temperature fan voltage current power energy humidity frequency pwm intrusion"},
    {.group = OptionGroup::sensors,
     .names = "--sensor-chip",
     .argument = "GLOB",
     .summary = "only these chips, such as 'coretemp-*' (repeatable)",
     .manual = R"(Only these chips, by the names that
.Xr sensors 1
prints, such as
.Ql coretemp-isa-0000 .
May be repeated.
)",
     .target = &ConfigSettings::sensor_chip,
     .check = check_not_empty},
    {.group = OptionGroup::sensors,
     .names = "--sysfs",
     .argument = "DIR",
     .summary = "where sysfs is mounted (default /sys)",
     .manual = R"(Where sysfs is mounted.
Default:
.Pa /sys .
)",
     .target = &ConfigSettings::sysfs,
     .check = check_not_empty,
     .kind = ArgumentKind::directory},
    {.group = OptionGroup::sensors,
     .names = "--sensors-timeout",
     .argument = "SECONDS",
     .summary = "time for all readings together (default 5)",
     .manual = R"(The time for all readings together.
If a driver blocks, only the readings of its chip are lost.
Default: 5.
)",
     .target = &ConfigSettings::sensors_timeout},
    {.group = OptionGroup::sensors,
     .names = "--sensors-wake",
     .summary = "read chips of suspended devices, too",
     .manual = R"(Read sensors of suspended devices, too, which wakes them.
)",
     .target = &ConfigSettings::sensors_wake},
    {.group = OptionGroup::sensors,
     .names = "--sensors-conf",
     .argument = "FILE",
     .summary = "lm-sensors' configuration (default: the machine's, while --sysfs is /sys)",
     .manual = R"(Read this file in place of lm-sensors' own.
)",
     .target = &ConfigSettings::sensors_conf,
     .check = check_not_empty,
     .kind = ArgumentKind::file},
    {.group = OptionGroup::sensors,
     .names = "--no-sensors-conf",
     .summary = "ignore lm-sensors' configuration",
     .manual = R"(Ignore lm-sensors' configuration: its labels, computations and ignored
features.
)",
     .target = &ConfigSettings::no_sensors_conf},
    {.group = OptionGroup::sensors,
     .names = "--dump-sensors",
     .summary = "print the sensors as XML, as rules with source = \"sensors\" read them",
     .manual = R"(Print the sensors as the XML document that rules with
.Ql source = \(dqsensors\(dq
read.
)",
     .target = OptionRequest::dump_sensors},
};

} // namespace promfile
