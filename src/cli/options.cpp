#include "cli/options.hpp"

#include "config/option_table.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace promfile {

namespace {

using Texts = std::vector<std::string>;

std::string unknown_option(const std::string& given) {
    std::vector<std::string_view> known;
    for (const Option& option : option_table()) {
        if (option.group == OptionGroup::configuration) {
            continue;
        }
        for (const std::string_view name : option.all_names()) {
            if (name.starts_with("--")) {
                known.push_back(name.substr(2));
            }
        }
    }
    const std::string name = given.substr(std::min(given.find_first_not_of('-'), given.size()));
    const std::string_view other = nearest(name.substr(0, name.find('=')), known);
    return fmt::format("unknown option {}{} (promfile --help lists them)", given,
                       other.empty() ? "" : fmt::format(", did you mean --{}?", other));
}

// The stores among the arguments for which CLI11 has no option. The others are options that do not
// exist: an Error.
Texts stores_among(const Texts& extras) {
    Texts stores;
    bool only_stores = false; // after "--"
    for (const std::string& extra : extras) {
        if (!only_stores && extra == "--") {
            only_stores = true;
        } else if (!only_stores && extra.size() > 1 && extra.starts_with('-')) {
            throw Error(unknown_option(extra), ExitStatus::usage);
        } else if (extra.empty()) {
            throw Error("a STORE is an empty text (is a variable not set?)", ExitStatus::usage);
        } else {
            stores.push_back(extra);
        }
    }
    return stores;
}

// The modes, in order of precedence.
constexpr std::pair<OptionRequest, Mode> modes[] = {
    {OptionRequest::dump_sensors, Mode::dump_sensors},
    {OptionRequest::suggest, Mode::suggest},
    {OptionRequest::suggest_alerts, Mode::suggest_alerts},
    {OptionRequest::suggest_dashboard, Mode::suggest_dashboard},
    {OptionRequest::print_rules, Mode::print_rules},
    {OptionRequest::check, Mode::check},
    {OptionRequest::debug, Mode::debug},
};

// The requests of the command line, without switches that were taken back.
struct OptionRequests {
    std::vector<OptionRequest> made;

    bool has(OptionRequest request) const {
        return std::find(made.begin(), made.end(), request) != made.end();
    }
};

// A suggestion is not a run, so it cannot be checked or shown.
void refuse_beside_suggest(const OptionRequests& requests) {
    if (!requests.has(OptionRequest::suggest)) {
        return;
    }
    constexpr std::pair<OptionRequest, std::string_view> others[] = {
        {OptionRequest::suggest_alerts, "--suggest-alerts"},
        {OptionRequest::suggest_dashboard, "--suggest-dashboard"},
        {OptionRequest::debug, "--debug"},
        {OptionRequest::check, "--check"},
        {OptionRequest::print_rules, "--print-rules"},
        {OptionRequest::dump_sensors, "--dump-sensors"},
    };
    for (const auto& [request, option] : others) {
        if (requests.has(request)) {
            throw Error(fmt::format("{} does not go with --suggest", option), ExitStatus::usage);
        }
    }
}

void take(const Option& option, const Texts& arguments, CommandLine& line,
          OptionRequests& requests) {
    const std::string shown = fmt::format("--{}", option.long_name());
    if (arguments.size() > 1 && !option.is_repeatable() && !option.is_switch()) {
        throw Error(fmt::format("{} is given {} times, and counts once", shown, arguments.size()),
                    ExitStatus::usage);
    }
    const std::vector<OptionFault> faults = set_option(option, shown, arguments, line.settings);
    if (!faults.empty()) {
        const OptionFault& fault = faults.front();
        throw Error(fault.sentence, ExitStatus::usage,
                    fault.offset == 0 ? ""
                                      : fmt::format("{}\n{:>{}}", arguments[fault.argument], "^",
                                                    fault.offset + 1));
    }
    if (const OptionRequest* request = std::get_if<OptionRequest>(&option.target)) {
        if (*request == OptionRequest::config) {
            line.config = arguments.back();
        } else if (*request == OptionRequest::earlier) {
            line.earlier_store = arguments.back();
        } else if (arguments.back() == "true") {
            requests.made.push_back(*request);
        }
    }
}

} // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
    CLI::App app;
    app.set_help_flag();
    // Stores are read from the extras: as an option of CLI11, [ab] would be a list without
    // brackets.
    app.allow_extras();
    std::vector<std::pair<const Option*, CLI::Option*>> options;
    for (const Option& option : option_table()) {
        if (option.group == OptionGroup::configuration) {
            continue;
        }
        const std::string names(option.names);
        CLI::Option* added = option.is_switch() ? app.add_flag(names) : app.add_option(names);
        if (!option.is_switch()) {
            added->expected(1)->allow_extra_args(false)->multi_option_policy(
                CLI::MultiOptionPolicy::TakeAll);
        }
        options.emplace_back(&option, added);
    }
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
    CommandLine line;
    OptionRequests requests;
    const Texts stores = stores_among(app.remaining());
    for (const auto& [option, given] : options) {
        if (given->count() > 0) {
            take(*option, given->results(), line, requests);
        }
    }
    if (!stores.empty()) {
        line.settings.store.emplace(stores.begin(), stores.end());
    }
    line.action = requests.has(OptionRequest::help)      ? CommandLine::Action::help
                  : requests.has(OptionRequest::version) ? CommandLine::Action::version
                                                         : CommandLine::Action::run;
    const auto mode = std::find_if(std::begin(modes), std::end(modes),
                                   [&](const auto& each) { return requests.has(each.first); });
    line.strict = requests.has(OptionRequest::strict);
    line.mode = mode == std::end(modes) ? Mode::publish : mode->second;
    refuse_beside_suggest(requests);
    return line;
}

} // namespace promfile
