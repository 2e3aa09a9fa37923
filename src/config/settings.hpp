#pragma once

#include "config/reader.hpp"
#include "input/store_argument.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The top-level keys of a configuration, which are also the long options of the command line. A
// setting that was not given is empty. In the settings of a configuration, relative paths have been
// resolved against its directory.
struct ConfigSettings {
    using Text = std::optional<std::string>;
    using Texts = std::optional<std::vector<std::string>>;
    using Switch = std::optional<bool>;
    using Count = std::optional<std::uint64_t>;

    std::optional<std::vector<StoreArgument>> store;
    Text textfile_directory;
    Text name;
    Texts type;
    Texts exclude_type;
    Text rows;
    Texts label; // "NAME" or "NAME=XPATH"
    Text naming; // "labels" or "per-type"
    Text prefix;
    Text path_label; // "full", "name" or "none"
    Switch sensors;
    Texts sensor_type;
    Texts sensor_chip;
    Text sysfs;
    std::optional<double> sensors_timeout; // seconds
    Switch sensors_wake;
    Switch no_sensors_conf;
    Text sensors_conf;
    Text on_error; // "keep" or "drop"
    Switch recover;
    Text mode; // octal digits
    Count max_series;
    Count max_row_size;                  // bytes
    Count max_document_size;             // bytes
    std::optional<double> store_timeout; // seconds
    std::optional<double> run_timeout;   // seconds
    Text interval;                       // a duration
    Switch no_self_metrics;
    Switch quiet;
    Switch verbose;
    // Keys without an option:
    Switch builtin; // keeps the built-in metrics beside rules
    Text on_empty;  // "ok" or "error": what globs without files mean
};

// Reads every top-level key but `metric`. Relative paths are relative to `directory`.
ConfigSettings read_settings(const ConfigTable& document, const std::string& directory,
                             ConfigFaults& faults);

// Whether `key` is a top-level key.
bool is_setting(std::string_view key);

// All top-level keys.
std::vector<std::string_view> setting_names();

} // namespace promfile
