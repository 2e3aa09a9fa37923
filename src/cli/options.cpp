#include "cli/options.hpp"

#include "support/error.hpp"
#include "support/nearest.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// One long option and the setting that it fills.
template<typename Value>
struct OptionRow {
    const char* names;
    std::optional<Value> ConfigSettings::*setting;
};

using Setting = ConfigSettings;

constexpr OptionRow<std::string> text_options[] = {
    {"-o,--textfile-directory,--collector.textfile.directory", &Setting::textfile_directory},
    {"-n,--name", &Setting::name},
    {"-r,--rows", &Setting::rows},
    {"--naming", &Setting::naming},
    {"--prefix", &Setting::prefix},
    {"--path-label", &Setting::path_label},
    {"--on-error", &Setting::on_error},
    {"--mode", &Setting::mode},
    {"--sysfs", &Setting::sysfs},
    {"--sensors-conf", &Setting::sensors_conf},
};

constexpr OptionRow<std::vector<std::string>> repeated_options[] = {
    {"-t,--type", &Setting::type},
    {"-x,--exclude-type", &Setting::exclude_type},
    {"-l,--label", &Setting::label},
    {"--sensor-type", &Setting::sensor_type},
    {"--sensor-chip", &Setting::sensor_chip},
};

constexpr OptionRow<std::uint64_t> count_options[] = {
    {"--max-series", &Setting::max_series},
    {"--max-row-size", &Setting::max_row_size},
    {"--max-document-size", &Setting::max_document_size},
};

constexpr OptionRow<bool> switches[] = {
    {"--recover", &Setting::recover},
    {"--sensors", &Setting::sensors},
    {"--sensors-wake", &Setting::sensors_wake},
    {"--no-sensors-conf", &Setting::no_sensors_conf},
    {"--no-self-metrics", &Setting::no_self_metrics},
    {"-q,--quiet", &Setting::quiet},
    {"-v,--verbose", &Setting::verbose},
};

std::string unknown_option(const CLI::App& app, const std::string& given) {
    std::vector<std::string_view> known;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            known.push_back(name);
        }
    }
    const std::string name = given.substr(std::min(given.find_first_not_of('-'), given.size()));
    const std::string_view other = nearest(name.substr(0, name.find('=')), known);
    return fmt::format("unknown option {}{} (promfile --help lists them)", given,
                       other.empty() ? "" : fmt::format(", did you mean --{}?", other));
}

} // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
    CommandLine line;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    bool wants_help = false;
    bool wants_version = false;
    bool debug = false;
    bool check = false;
    bool rules = false;
    bool dump = false;
    app.add_flag("-h,--help", wants_help);
    app.add_flag("--version", wants_version);
    app.add_flag("-d,--debug,--dry-run", debug);
    app.add_flag("--check", check);
    app.add_flag("--print-rules", rules);
    app.add_flag("--dump-sensors", dump);
    app.add_option("--sensors-timeout", line.settings.sensors_timeout)->check(CLI::PositiveNumber);
    app.add_option("-c,--config", line.config);
    ConfigSettings& settings = line.settings;
    for (const auto& option : text_options) {
        app.add_option(option.names, settings.*option.setting);
    }
    for (const auto& option : repeated_options) {
        app.add_option_function<std::vector<std::string>>(
               option.names,
               [&settings, &option](const std::vector<std::string>& values) {
                   settings.*option.setting = values;
               })
            ->allow_extra_args(false);
    }
    for (const auto& option : count_options) {
        app.add_option(option.names, settings.*option.setting)->check(CLI::PositiveNumber);
    }
    for (const auto& option : switches) {
        app.add_flag_callback(option.names,
                              [&settings, &option] { settings.*option.setting = true; });
    }
    std::vector<std::string> stores;
    app.add_option("STORE", stores);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        throw Error(fmt::format("{} (promfile --help shows how)", error.what()), ExitStatus::usage);
    }
    for (const std::string& extra : app.remaining()) {
        if (extra != "--") { // what ends the options remains, too
            throw Error(unknown_option(app, extra), ExitStatus::usage);
        }
    }
    if (!stores.empty()) {
        settings.store = stores;
    }
    line.request = wants_help      ? CommandLine::Request::help
                   : wants_version ? CommandLine::Request::version
                                   : CommandLine::Request::run;
    line.mode = dump    ? Mode::dump_sensors
                : rules ? Mode::print_rules
                : check ? Mode::check
                : debug ? Mode::debug
                        : Mode::publish;
    return line;
}

} // namespace promfile
