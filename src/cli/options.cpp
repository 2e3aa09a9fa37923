#include "cli/options.hpp"

#include "support/error.hpp"
#include "support/nearest.hpp"
#include "support/number.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <functional>

namespace promfile {

namespace {

// One long option and the setting that it fills.
template<typename Value>
struct OptionRow {
    const char* names;
    std::optional<Value> ConfigSettings::*setting;
};

using Setting = ConfigSettings;
using Texts = std::vector<std::string>;

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

std::uint64_t positive_count(const std::string& option, const std::string& text) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size() || count == 0) {
        throw Error(fmt::format("{} takes a whole number from 1 on, not '{}'", option, text),
                    ExitStatus::usage);
    }
    return count;
}

double positive_seconds(const std::string& option, const std::string& text) {
    const std::optional<double> seconds = parse_number(text);
    if (!seconds || !(*seconds > 0)) {
        throw Error(fmt::format("{} takes a number of seconds above 0, not '{}'", option, text),
                    ExitStatus::usage);
    }
    return *seconds;
}

// "--textfile-directory" of "-o,--textfile-directory,...".
std::string long_name(const char* names) {
    const std::string all = names;
    const size_t begin = all.find("--");
    return all.substr(begin, all.find(',', begin) - begin);
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
    ConfigSettings& settings = line.settings;
    const auto add = [&app](const char* names, const std::function<void(const Texts&)>& take) {
        return app.add_option_function<Texts>(names, take)->allow_extra_args(false);
    };
    const auto add_single = [&](const char* names,
                                const std::function<void(const std::string&)>& take) {
        add(names, [names, take](const Texts& values) {
            if (values.size() > 1) {
                throw Error(fmt::format("{} is given {} times, and counts once", long_name(names),
                                        values.size()),
                            ExitStatus::usage);
            }
            take(values.front());
        });
    };
    add_single("--sensors-timeout", [&settings](const std::string& value) {
        settings.sensors_timeout = positive_seconds("--sensors-timeout", value);
    });
    add_single("-c,--config", [&line](const std::string& path) { line.config = path; });
    for (const auto& option : text_options) {
        add_single(option.names,
                   [&](const std::string& value) { settings.*option.setting = value; });
    }
    for (const auto& option : repeated_options) {
        add(option.names, [&](const Texts& values) { settings.*option.setting = values; });
    }
    for (const auto& option : count_options) {
        add_single(option.names, [&](const std::string& value) {
            settings.*option.setting = positive_count(long_name(option.names), value);
        });
    }
    for (const auto& option : switches) {
        app.add_flag_callback(option.names,
                              [&settings, &option] { settings.*option.setting = true; });
    }
    std::vector<std::string> stores;
    app.add_option("STORE", stores);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string text = error.what();
        throw Error(fmt::format("{} takes an argument (promfile --help shows which)",
                                text.substr(0, text.find(':'))),
                    ExitStatus::usage);
    } catch (const CLI::ParseError& error) {
        throw Error(fmt::format("{} (promfile --help shows how)", error.what()), ExitStatus::usage);
    }
    for (const std::string& extra : app.remaining()) {
        if (extra == "--") { // before stores whose names begin with a dash
            continue;
        }
        throw Error(unknown_option(app, extra), ExitStatus::usage);
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
