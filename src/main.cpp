#include "cli/documents.hpp"
#include "cli/options.hpp"
#include "cli/resolve.hpp"
#include "config/config.hpp"
#include "run/pipeline.hpp"
#include "suggest/command.hpp"
#include "support/error.hpp"
#include "support/log.hpp"
#include "support/version.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <malloc.h>
#include <new>
#include <string_view>
#include <unistd.h>

namespace {

using namespace promfile;

double unix_time() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

double steady_time() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// A file opened in place of a closed standard stream would get what is printed to that.
void open_standard_streams() {
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0) {
        close(descriptor);
    }
}

// A write that cannot be done is an error with a cause, not the end of the process: one beyond the
// file size limit (RLIMIT_FSIZE) would leave a temporary file, and one to a pipe that nobody reads
// may be a message about something else.
void ignore_signals_of_writes() {
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}

// Needs no memory itself.
ExitStatus report_lack_of_memory() {
    constexpr std::string_view message = "promfile: error: out of memory\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
    return ExitStatus::failure;
}

// The faults of a configuration are printed together; the last one ends the run.
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

ExitStatus run_command(int argc, char** argv, Log& log) {
    const CommandLine line = parse_command_line(argc, argv);
    if (line.request != CommandLine::Request::run) {
        const std::string text = line.request == CommandLine::Request::help
                                     ? help_text()
                                     : fmt::format("promfile {}\n", program_version);
        if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
            throw Error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
        }
        return ExitStatus::success;
    }
    Config config = read_config(line.config, log);
    const Settings settings = resolve_settings(line, config.settings, std::move(config.rules));
    log.be_quiet(settings.quiet);
    log.show_warnings(settings.verbose || settings.mode != Mode::publish);
    Surroundings surroundings;
    surroundings.show_progress = isatty(STDERR_FILENO) != 0;
    surroundings.unix_time = unix_time;
    surroundings.steady_time = steady_time;
    std::error_code ignored; // without a current directory no relative path can be read
    surroundings.directory = std::filesystem::current_path(ignored).string();
    switch (settings.mode) {
    case Mode::suggest:
        return suggest::print_configuration(settings, log, surroundings.output);
    case Mode::suggest_alerts:
    case Mode::suggest_dashboard:
        return suggest::print_for_metrics(settings, log, surroundings.output);
    default:
        return run(settings, log, surroundings);
    }
}

ExitStatus run_and_report(int argc, char** argv) {
    Log log(stderr, LogStyle::detect(stderr));
    try {
        return run_command(argc, argv, log);
    } catch (const Error& error) {
        log.error(error.what(), error.excerpt());
        return error.status();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        log.error(fmt::format("out of resources: {}", error.what()));
        return ExitStatus::failure;
    }
}

} // namespace

int main(int argc, char** argv) {
    ignore_signals_of_writes();
    open_standard_streams();
    // Each window's tree is freed before the next one; giving its memory back to the system in
    // between would cost more time than reading.
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    try {
        return static_cast<int>(run_and_report(argc, argv));
    } catch (const std::bad_alloc&) { // also where an error was to be reported
        return static_cast<int>(report_lack_of_memory());
    }
}
