#pragma once

#include "input/store_argument.hpp"
#include "rules/builtin_store.hpp"
#include "rules/rule.hpp"
#include "sensors/sensors.hpp"
#include "values/time_zone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace promfile {

// Values of options, in the order of their words in the table of options.
enum class PathLabel { full, name, none };
enum class OnError { keep, drop };
enum class EmptyGlob { ok, error, warn }; // `warn` where on-empty is not given

enum class Mode {
    publish,
    debug,
    check,
    suggest,
    suggest_alerts,
    suggest_dashboard,
    print_rules,
    dump_sensors
};

// The task of a run: the command line and the configuration, checked, with all defaults filled in.
struct Settings {
    Mode mode = Mode::publish;
    std::vector<StoreArgument> stores;
    std::string textfile_directory; // empty: none
    std::string name;               // of NAME.prom; empty: from the store
    BuiltinOptions builtin;
    PathLabel path_label = PathLabel::full;
    OnError on_error = OnError::keep;
    EmptyGlob empty_glob = EmptyGlob::warn; // what a glob without files is
    bool strict = false;                    // --check: a warning is a failure
    bool recover = false;
    mode_t file_mode = 0644;
    std::uint64_t max_series = 10'000;
    std::uint64_t max_row_bytes = std::uint64_t{16} << 20;
    std::uint64_t max_document_bytes = std::uint64_t{256} << 20;
    double store_timeout = 60;      // seconds: a pipe without a byte
    double run_timeout = 90;        // seconds: all stores together
    std::optional<double> interval; // seconds: how often promfile is run
    bool self_metrics = true;
    bool quiet = false;
    bool verbose = false;
    std::vector<Rule> rules;      // from the configuration
    bool builtin_stores = true;   // the metrics of stores that need no configuration
    bool builtin_sensors = false; // those of the sensors
    SensorOptions sensors;
    std::string zoneinfo = default_zoneinfo; // where the files of time zones are
    std::string config_path;                 // empty: none
    std::optional<std::uint64_t> config_hash;
    std::string earlier_store; // with Mode::suggest: an older copy of the store, or empty
    bool inputs_given = true;  // on the command line, not in the configuration
};

} // namespace promfile
