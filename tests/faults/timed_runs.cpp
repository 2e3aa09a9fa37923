// Runs of promfile at given times: each line of standard input is a unix time and then the
// arguments of a command line, separated by tabs. The answer, a line on standard output, is the
// exit status of the run. Messages go to standard error.

#include "cli/options.hpp"
#include "cli/resolve.hpp"
#include "config/config.hpp"
#include "run/pipeline.hpp"
#include "support/process.hpp"
#include "tools.hpp"

#include <chrono>
#include <iostream>
#include <sstream>

using namespace promfile;

namespace {

double now = 0;

double unix_time() {
    return now;
}

double steady_time() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

ExitStatus run_at(std::vector<std::string> words, Log& log) {
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    try {
        const CommandLine line =
            parse_command_line(static_cast<int>(arguments.size()), arguments.data());
        ConfigContext context;
        context.file = line.config;
        ConfigResult result = load_config(context);
        if (!result.errors.empty()) {
            throw Error(result.errors.front(), ExitStatus::usage);
        }
        Settings settings =
            resolve_settings(line, result.config.settings, std::move(result.config.rules));
        settings.config_hash = result.config.hash;
        Surroundings surroundings;
        surroundings.unix_time = unix_time;
        surroundings.steady_time = steady_time;
        return run(settings, log, surroundings);
    } catch (const Error& error) {
        log.error(error.what());
        return error.status();
    }
}

} // namespace

int tools::timed_runs(int /*count*/, char** /*arguments*/) {
    prepare_process();
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        std::vector<std::string> words;
        for (std::string word; std::getline(fields, word, '\t');) {
            words.push_back(word);
        }
        now = std::stod(words.front());
        words.front() = "promfile";
        Log log(stderr, LogStyle{}); // whose count of warnings is that of one run
        std::cout << static_cast<int>(run_at(std::move(words), log)) << std::endl;
    }
    return 0;
}
