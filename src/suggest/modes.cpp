#include "suggest/modes.hpp"

#include "input/store_input.hpp"
#include "input/store_list.hpp"
#include "rules/builtin_sensors.hpp"
#include "rules/source.hpp"
#include "run/data.hpp"
#include "run/inputs.hpp"
#include "run/stores.hpp"
#include "suggest/alerts.hpp"
#include "suggest/dashboard.hpp"
#include "suggest/metric_facts.hpp"
#include "suggest/profile_store.hpp"
#include "suggest/spool.hpp"
#include "suggest/suggestion.hpp"
#include "suggest/unread_fields.hpp"
#include "suggest/words.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <list>

namespace promfile::suggest {

namespace {

// Directories that packages and guides use for the textfile collector.
constexpr const char* usual_directories[] = {
    "/var/lib/prometheus/node-exporter",
    "/var/lib/node_exporter/textfile_collector",
    "/var/lib/node_exporter",
    "/var/lib/prometheus/node_exporter",
    "/etc/node_exporter/textfile_collector",
};

std::string textfile_directory(const Settings& settings) {
    if (!settings.textfile_directory.empty()) {
        return std::filesystem::absolute(settings.textfile_directory).lexically_normal().string();
    }
    std::error_code none;
    const auto found =
        std::find_if(std::begin(usual_directories), std::end(usual_directories),
                     [&](const char* path) { return std::filesystem::is_directory(path, none); });
    return found == std::end(usual_directories) ? "" : *found;
}

// The paths in the comments `# promfile: leave PATH` of a configuration.
std::vector<std::string> left_out_paths(const std::string& config) {
    constexpr std::string_view mark = "# promfile: leave ";
    std::vector<std::string> paths;
    std::ifstream file(config);
    for (std::string line; std::getline(file, line);) {
        const size_t at = line.find(mark);
        if (at != std::string::npos) {
            const std::string path = line.substr(at + mark.size());
            paths.push_back(path.substr(0, path.find_last_not_of(" \t\r") + 1));
        }
    }
    return paths;
}

// Standard input, a pipe or a fifo.
bool can_be_read_only_once(const std::string& path) {
    std::error_code none;
    return path == "-" ||
           (std::filesystem::exists(path, none) && !std::filesystem::is_regular_file(path, none));
}

// The present values of the metrics, without those of stores that cannot be read.
std::vector<MetricFamily> present_values(const Settings& settings, Log& log) {
    try {
        Settings drop = settings;
        drop.on_error = OnError::drop;
        Inputs inputs = read_inputs(drop, log, steady_seconds,
                                    [](const std::string&, std::uint64_t, std::uint64_t) {});
        return data_of_run(inputs, drop, log).families;
    } catch (const Error& error) {
        log.warn(error.what());
        return {};
    }
}

void write(std::FILE* output, std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), output) != text.size() ||
        std::fflush(output) != 0) {
        throw Error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    }
}

} // namespace

ExitStatus print_configuration(const Settings& settings, Log& log, std::FILE* output) {
    SuggestionRequest request;
    request.textfile_directory = textfile_directory(settings);
    request.name = settings.name;
    request.prefix = settings.builtin.prefix;
    request.version = program_version;
    request.limits = read_limits(settings);
    request.time = reading_time(settings, steady_seconds);
    request.selection.max_series = settings.max_series;
    if (!settings.config_path.empty()) {
        request.configuration = settings.config_path;
        request.existing_rules = settings.rules;
        request.left_out = left_out_paths(settings.config_path);
    }
    std::list<Spool> spools; // the suggestion reads each store several times
    for (const StoreName& store : list_stores(settings.stores)) {
        if (store.failure) {
            throw Error(*store.failure);
        }
        const std::string absolute =
            store.path == "-" || store.command
                ? store.path
                : std::filesystem::absolute(store.path).lexically_normal().string();
        if (store.command || can_be_read_only_once(store.path)) {
            spools.emplace_back(store, request.time, settings.max_document_bytes);
            request.stores.push_back({absolute, spools.back().path()});
        } else {
            request.stores.push_back({absolute, store.path});
        }
    }
    request.earlier_store = {settings.earlier_store, settings.earlier_store};
    if (can_be_read_only_once(settings.earlier_store)) {
        spools.emplace_back(StoreName{.path = settings.earlier_store}, request.time,
                            settings.max_document_bytes);
        request.earlier_store.path = spools.back().path();
    }
    if (request.stores.empty()) {
        throw Error(fmt::format("{} matches no file", store_name(settings.stores.front())));
    }
    const Suggestion suggestion = suggest_configuration(request);
    write(output, suggestion.configuration);
    if (!suggestion.warning.empty()) {
        log.warn(fmt::format("{}: {}", settings.earlier_store, suggestion.warning));
    }
    for (const std::string& line : suggestion.summary) {
        log.info(fmt::format("promfile: {}", line));
    }
    return ExitStatus::success;
}

void tell_unread_fields(const Settings& settings, Log& log) {
    constexpr size_t max_named = 3;
    const xml::ReadLimits limits = read_limits(settings);
    const ReadingTime time = reading_time(settings, steady_seconds);
    for (const StoreName& store : list_stores(settings.stores)) {
        std::vector<Rule> rules;
        std::copy_if(settings.rules.begin(), settings.rules.end(), std::back_inserter(rules),
                     [&](const Rule& rule) {
                         return !rule.sensors && is_any_source(rule.sources, store.path);
                     });
        const bool read_again = store.path != "-" && !store.failure &&
                                (store.command || !can_be_read_only_once(store.path));
        if (rules.empty() || !read_again) {
            continue;
        }
        try {
            Profile profile;
            Profiler profiler(profile);
            std::optional<Spool> spool;
            if (store.command) {
                spool.emplace(store, time, settings.max_document_bytes);
            }
            profile_store(spool ? spool->path() : store.path, store.path, limits, time, profiler);
            const UnreadFields found = unread_fields(profile, rules);
            if (found.unread.empty()) {
                continue;
            }
            const size_t named = std::min(max_named, found.unread.size());
            std::string names;
            for (size_t i = 0; i < named; ++i) {
                names += (i == 0 ? "" : ", ") + found.unread[i];
            }
            names += found.unread.size() > named
                         ? fmt::format(" and {} more", found.unread.size() - named)
                         : "";
            log.info(fmt::format("{}: no rule reads {} of {}: {} (promfile --suggest -c {} prints "
                                 "rules for them, or why there are none)",
                                 store.path, found.unread.size(), counted(found.fields, "field"),
                                 names, settings.config_path));
        } catch (const Error&) {
            continue; // the check has told the fault
        }
    }
}

ExitStatus print_for_metrics(const Settings& settings, Log& log, std::FILE* output,
                             double unix_time) {
    std::vector<Rule> rules = settings.rules;
    if (settings.builtin_sensors) {
        const std::vector<Rule> sensors = builtin_sensor_rules();
        rules.insert(rules.end(), sensors.begin(), sensors.end());
    }
    if (rules.empty()) {
        throw Error("there are no rules: give a configuration with -c FILE (promfile --suggest "
                    "STORE prints one), or --sensors",
                    ExitStatus::usage);
    }
    for (const Rule& rule : rules) {
        if (has_name_suffix(rule)) {
            log.warn(fmt::format("{} has name-suffix and is left out: the names of its metrics "
                                 "depend on the stores",
                                 rule.name));
        }
    }
    const std::vector<MetricFacts> metrics = metric_facts(rules);
    if (settings.mode == Mode::suggest_alerts) {
        write(output,
              print_alerts(metrics, settings.name, present_values(settings, log), unix_time));
        return ExitStatus::success;
    }
    write(output, print_dashboard(metrics, settings.name));
    if (const std::vector<std::string> left_out = metrics_without_panel(metrics);
        !left_out.empty()) {
        log.info(fmt::format("promfile: {} of {} metrics have a panel; without one: {}",
                             metrics.size() - left_out.size(), metrics.size(),
                             fmt::join(left_out, ", ")));
    }
    return ExitStatus::success;
}

} // namespace promfile::suggest
