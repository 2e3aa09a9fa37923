#pragma once

#include "config/settings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace promfile {

// The sections of --help and of the manual page, in their order.
enum class OptionGroup {
    what_to_do,
    built_in_metrics,
    sensors,
    faults_and_limits,
    general,
    configuration, // keys without an option: not on the command line, in no help
};

enum class ArgumentKind { text, directory, file };

// What only the command line can ask for.
enum class Request {
    config,
    earlier,
    debug,
    check,
    strict,
    suggest,
    suggest_alerts,
    suggest_dashboard,
    print_rules,
    dump_sensors,
    version,
    help
};

// The setting that an option fills in; its type is how the argument is read. A switch takes no
// argument, and `--NAME=false` takes it back.
using OptionTarget = std::variant<
    Request, std::optional<bool> ConfigSettings::*, std::optional<std::string> ConfigSettings::*,
    std::optional<std::vector<std::string>> ConfigSettings::*,
    std::optional<std::uint64_t> ConfigSettings::*, std::optional<double> ConfigSettings::*>;

// What is wrong with an argument.
struct OptionFault {
    std::string sentence;
    size_t argument = 0; // of several, counted from 0
    size_t offset = 0;   // bytes into it
};

struct Option;

// Judges the arguments of an option, which messages call `shown`: "--mode" or "\"mode\"".
using OptionCheck = std::vector<OptionFault> (*)(const Option& option, std::string_view shown,
                                                 const std::vector<std::string>& arguments);

struct Option {
    OptionGroup group{};
    std::string_view names;      // "-n,--name": short, long, further long ones
    std::string_view argument{}; // "NAME", "keep|drop"; empty: a switch
    std::string_view summary{};  // of --help and the completions: a phrase without a full stop
    std::string_view manual{};   // of the manual page, in mdoc(7)
    OptionTarget target{};
    OptionCheck check = nullptr;
    ArgumentKind kind = ArgumentKind::text;
    std::string_view hint{}; // completions: the words of a text, the extension of a file

    std::vector<std::string_view> all_names() const;
    std::string_view long_name() const; // without dashes: the key of the configuration
    bool is_switch() const { return argument.empty(); }
    bool is_repeatable() const {
        return std::holds_alternative<std::optional<std::vector<std::string>> ConfigSettings::*>(
            target);
    }
    // The words of "keep|drop"; none for any other argument.
    std::vector<std::string_view> choices() const;
};

// Fills in the option's setting from its arguments, or says what is wrong with them. A switch
// takes "true" and "false".
std::vector<OptionFault> set_option(const Option& option, std::string_view shown,
                                    const std::vector<std::string>& arguments,
                                    ConfigSettings& settings);

} // namespace promfile
