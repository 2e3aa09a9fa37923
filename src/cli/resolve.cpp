#include "cli/resolve.hpp"

#include "config/option_table.hpp"
#include "metrics/names.hpp"
#include "support/error.hpp"
#include "support/files.hpp"
#include "support/glob.hpp"
#include "values/duration.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fmt/format.h>
#include <sys/stat.h>

namespace promfile {

namespace {

Error usage(const std::string& sentence) {
    return Error(sentence, ExitStatus::usage);
}

constexpr std::uint64_t suggested_series = 1000;

// Converts a word given for the option of `setting` to a value of its enumeration, whose values
// have the order of the words in the table of options. The word was checked when it was read.
template<typename Value>
Value value_of_word(std::optional<std::string> ConfigSettings::*setting, std::string_view word) {
    const std::span<const Option> table = option_table();
    const auto option = std::find_if(table.begin(), table.end(), [&](const Option& each) {
        return each.target == OptionTarget(setting);
    });
    const std::vector<std::string_view> words = option->choices();
    return static_cast<Value>(std::find(words.begin(), words.end(), word) - words.begin());
}

// The value on the command line, else in the configuration, else `otherwise`.
template<typename Value>
Value first_given(const std::optional<Value>& line, const std::optional<Value>& config,
                  Value otherwise = {}) {
    return line ? *line : config.value_or(otherwise);
}

// Converts octal digits to a file mode. The digits were checked when they were read.
mode_t file_mode(std::string_view digits) {
    digits.remove_prefix(digits.starts_with("0o") ? 2 : 0);
    unsigned mode = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), mode, 8);
    return mode;
}

// The names and XPaths of --label; "site" means "site=@site".
std::vector<std::pair<std::string, std::string>>
further_labels(const std::vector<std::string>& options) {
    std::vector<std::pair<std::string, std::string>> labels;
    for (const std::string& option : options) {
        const size_t equals = option.find('=');
        const std::string name = option.substr(0, equals);
        labels.emplace_back(name, equals == std::string::npos ? fmt::format("@{}", name)
                                                              : option.substr(equals + 1));
    }
    return labels;
}

bool exists(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0;
}

// The name of a file without its extension: "store" of "/var/lib/app/store.xml".
std::string stem(const std::string& path) {
    const std::string base(base_name(path));
    const size_t dot = base.rfind('.');
    return dot == 0 || dot == std::string::npos ? base : base.substr(0, dot);
}

// Refuses a file in the place of a directory. A directory that cannot be examined is accepted: the
// publication reports the cause.
void check_directory(const std::string& directory) {
    struct stat status {};
    const bool exists = stat(directory.c_str(), &status) == 0;
    const bool is_file =
        exists ? !S_ISDIR(status.st_mode) : errno == ENOENT && directory.ends_with(".prom");
    if (is_file) {
        const std::string_view parent = parent_directory(directory);
        throw usage(
            fmt::format("{} is a file, and node_exporter reads a directory: give -o {} -n {}",
                        directory, parent.empty() ? "." : parent, stem(directory)));
    }
}

std::string derived_name(const Settings& settings) {
    if (!settings.config_path.empty()) {
        return stem(settings.config_path);
    }
    if (settings.stores.empty()) {
        return "sensors";
    }
    const std::string& first = store_name(settings.stores[0]);
    const bool single =
        settings.stores.size() == 1 && first != "-" && (!is_glob(first) || exists(first));
    return single ? stem(first) : "";
}

void choose_name(Settings& settings) {
    if (settings.name.empty()) {
        settings.name = derived_name(settings);
    }
    const bool needed = !settings.textfile_directory.empty();
    if (settings.name.empty() && needed) {
        throw usage(
            fmt::format("several stores, a glob or standard input have no one name: give -n "
                        "NAME to write {}/NAME.prom",
                        settings.textfile_directory));
    }
    try {
        settings.name = checked_name(settings.name);
    } catch (const Error& error) {
        if (needed) {
            throw usage(fmt::format("the store gives no name to the output: {}", error.what()));
        }
        settings.name = "promfile"; // for promfile's own metrics; no file has this name
    }
}

// --suggest reads whole stores, so options that select rows or set up a run do not go with it.
// --earlier goes with --suggest alone.
void check_suggestion(const CommandLine& line) {
    if (line.mode != Mode::suggest) {
        if (!line.earlier_store.empty()) {
            throw usage("--earlier goes with --suggest alone");
        }
        return;
    }
    const ConfigSettings& options = line.settings;
    const std::pair<std::string_view, bool> others[] = {
        {"--type", options.type.has_value()},
        {"--exclude-type", options.exclude_type.has_value()},
        {"--rows", options.rows.has_value()},
        {"--label", options.label.has_value()},
        {"--naming", options.naming.has_value()},
        {"--path-label", options.path_label.has_value()},
        {"--sensors", options.sensors.has_value()},
        {"--on-error", options.on_error.has_value()},
    };
    for (const auto& [option, is_given] : others) {
        if (is_given) {
            throw usage(fmt::format("{} does not go with --suggest", option));
        }
    }
}

} // namespace

Settings resolve_settings(const CommandLine& line, const ConfigSettings& config,
                          std::vector<Rule> rules) {
    using S = ConfigSettings;
    const auto text = [&](std::optional<std::string> S::*key) {
        return line.settings.*key ? line.settings.*key : config.*key;
    };
    const auto texts = [&](std::optional<std::vector<std::string>> S::*key) {
        return first_given(line.settings.*key, config.*key);
    };
    const auto on = [&](std::optional<bool> S::*key) {
        return first_given(line.settings.*key, config.*key);
    };
    const auto count = [&](std::optional<std::uint64_t> S::*key, std::uint64_t otherwise) {
        return first_given(line.settings.*key, config.*key, otherwise);
    };
    const auto choice = [&](std::optional<std::string> S::*key, auto otherwise) {
        const auto word = text(key);
        return word ? value_of_word<decltype(otherwise)>(key, *word) : otherwise;
    };
    check_suggestion(line);
    Settings settings;
    settings.mode = line.mode;
    settings.config_path = line.config;
    settings.stores = first_given(line.settings.store, config.store);
    settings.inputs_given = line.settings.store || line.settings.sensors;
    settings.textfile_directory = text(&S::textfile_directory).value_or("");
    settings.builtin.types = texts(&S::type);
    settings.builtin.exclude_types = texts(&S::exclude_type);
    settings.builtin.rows = text(&S::rows).value_or(settings.builtin.rows);
    settings.builtin.labels = further_labels(texts(&S::label));
    settings.builtin.naming = choice(&S::naming, settings.builtin.naming);
    settings.builtin.prefix = text(&S::prefix).value_or("");
    settings.path_label = choice(&S::path_label, settings.path_label);
    settings.on_error = choice(&S::on_error, settings.on_error);
    settings.empty_glob = choice(&S::on_empty, settings.empty_glob);
    settings.strict = line.strict;
    settings.recover = on(&S::recover);
    settings.file_mode = file_mode(text(&S::mode).value_or("0644"));
    settings.max_series =
        count(&S::max_series, line.mode == Mode::suggest ? suggested_series : settings.max_series);
    settings.max_row_bytes = count(&S::max_row_size, settings.max_row_bytes);
    settings.max_document_bytes = count(&S::max_document_size, settings.max_document_bytes);
    settings.store_timeout =
        first_given(line.settings.store_timeout, config.store_timeout, settings.store_timeout);
    settings.run_timeout =
        first_given(line.settings.run_timeout, config.run_timeout, settings.run_timeout);
    if (const auto interval = text(&S::interval)) {
        settings.interval = parse_option_duration(*interval);
    }
    settings.self_metrics = !on(&S::no_self_metrics);
    // --debug is for a look at the metrics of a store, so it leaves out promfile's own metrics,
    // unless --verbose or --no-self-metrics=false asks for them.
    const bool self_metrics_given = line.settings.no_self_metrics || config.no_self_metrics;
    if (settings.mode == Mode::debug && !self_metrics_given && !on(&S::verbose)) {
        settings.self_metrics = false;
    }
    // --verbose on the command line beats `quiet` of the configuration.
    settings.quiet =
        on(&S::quiet) && !(line.settings.verbose.value_or(false) && !line.settings.quiet);
    settings.verbose = on(&S::verbose);
    const auto count_rules = [&](bool sensors) {
        return std::count_if(rules.begin(), rules.end(),
                             [sensors](const Rule& rule) { return rule.sensors == sensors; });
    };
    const bool builtin = on(&S::builtin);
    const bool wants_sensors = on(&S::sensors) || settings.mode == Mode::dump_sensors;
    settings.builtin_stores = builtin || count_rules(false) == 0;
    SensorOptions& sensors = settings.sensors;
    sensors.root = text(&S::sysfs).value_or(sensors.root);
    sensors.type_globs = texts(&S::sensor_type);
    sensors.chip_globs = texts(&S::sensor_chip);
    sensors.wake = on(&S::sensors_wake);
    sensors.lm_config = !on(&S::no_sensors_conf);
    sensors.lm_file = text(&S::sensors_conf);
    sensors.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(
        1e3 * first_given(line.settings.sensors_timeout, config.sensors_timeout, 5.0)));
    const bool store_rules = count_rules(false) > 0;
    const bool any_sensors = wants_sensors || count_rules(true) > 0;
    settings.builtin_sensors = any_sensors && (builtin || count_rules(true) == 0);
    settings.rules = std::move(rules);
    if (settings.mode == Mode::dump_sensors) {
        return settings;
    }
    if (settings.stores.empty() && (store_rules || !any_sensors)) {
        throw usage(
            settings.config_path.empty()
                ? "there is nothing to read: give a store, e.g. promfile --debug store.xml "
                  "(promfile --help shows more)"
                : fmt::format("there is nothing to read: {} has no line such as store = "
                              "[\"/var/lib/app/store.xml\"], and the command line names no store",
                              settings.config_path));
    }
    if (settings.mode == Mode::publish && settings.textfile_directory.empty()) {
        std::string look = "promfile --debug";
        if (!settings.config_path.empty()) {
            look += " -c " + settings.config_path;
        }
        if (on(&S::sensors) && line.settings.sensors) {
            look += " --sensors";
        }
        if (line.settings.store) {
            look += " " + store_name(settings.stores[0]);
        }
        throw usage(fmt::format("where to? Give -o DIR, node_exporter's textfile directory, or "
                                "--debug to look: {}",
                                look));
    }
    if (!settings.textfile_directory.empty()) {
        check_directory(settings.textfile_directory);
    }
    settings.name = text(&S::name).value_or("");
    if (settings.mode == Mode::suggest) {
        settings.earlier_store = line.earlier_store;
        return settings;
    }
    choose_name(settings);
    return settings;
}

} // namespace promfile
