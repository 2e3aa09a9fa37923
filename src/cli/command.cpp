#include "cli/command.hpp"

#include "cli/documents.hpp"
#include "cli/options.hpp"
#include "cli/resolve.hpp"
#include "config/config.hpp"
#include "input/store_input.hpp"
#include "run/pipeline.hpp"
#include "suggest/modes.hpp"
#include "support/process.hpp"
#include "support/trusted_path.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace promfile {

namespace {

double unix_time() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// Logs all faults of a configuration except the last, and throws the last as the error that ends
// the run.
Config read_config(const std::string& path, Log& log) {
    if (path.empty()) {
        return {};
    }
    ConfigContext context;
    context.file = path;
    ConfigResult result = load_config(context);
    for (size_t i = 0; i + 1 < result.errors.size(); ++i) {
        log.error(result.errors[i], result.excerpts[i]);
    }
    if (!result.errors.empty()) {
        throw Error(result.errors.back(), ExitStatus::usage, result.excerpts.back());
    }
    return std::move(result.config);
}

// Commands run with our rights, so no user with fewer rights may write the configuration.
void refuse_commands_of_others(const Settings& settings) {
    const bool has_command =
        std::any_of(settings.stores.begin(), settings.stores.end(), [](const StoreArgument& store) {
            return std::holds_alternative<StoreCommand>(store);
        });
    if (!has_command || !is_privileged()) {
        return;
    }
    if (const auto fault = changeable_by_others(settings.config_path)) {
        throw Error(fmt::format("{} has commands, which would run with the rights of root or with "
                                "capabilities: only root may be able to change it, and {}",
                                settings.config_path, *fault),
                    ExitStatus::usage);
    }
}

void print(const std::string& text) {
    if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
        throw Error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    }
}

Surroundings surroundings_of_process() {
    Surroundings surroundings;
    surroundings.show_progress = isatty(STDERR_FILENO) != 0;
    surroundings.unix_time = unix_time;
    surroundings.steady_time = steady_seconds;
    std::error_code ignored; // without a current directory the path is empty
    surroundings.directory = std::filesystem::current_path(ignored).string();
    return surroundings;
}

} // namespace

ExitStatus run_command(int argc, char** argv, Log& log) {
    const CommandLine line = parse_command_line(argc, argv);
    if (line.action != CommandLine::Action::run) {
        print(line.action == CommandLine::Action::help
                  ? help_text()
                  : fmt::format("promfile {}\n", program_version));
        return ExitStatus::success;
    }
    Config config = read_config(line.config, log);
    Settings settings = resolve_settings(line, config.settings, std::move(config.rules));
    if (!line.config.empty()) {
        settings.config_hash = config.hash;
    }
    refuse_commands_of_others(settings);
    log.be_quiet(settings.quiet);
    log.show_warnings(settings.verbose || settings.mode != Mode::publish);
    const Surroundings surroundings = surroundings_of_process();
    switch (settings.mode) {
    case Mode::suggest:
        return suggest::print_configuration(settings, log, surroundings.output);
    case Mode::suggest_alerts:
    case Mode::suggest_dashboard:
        return suggest::print_for_metrics(settings, log, surroundings.output,
                                          surroundings.unix_time());
    case Mode::check: {
        const ExitStatus status = run(settings, log, surroundings);
        if (settings.verbose && !settings.config_path.empty()) {
            suggest::tell_unread_fields(settings, log);
        }
        return status;
    }
    default:
        return run(settings, log, surroundings);
    }
}

} // namespace promfile
