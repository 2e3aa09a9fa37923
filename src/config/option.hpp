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
    configuration, // keys that are not options: not on the command line, not in --help
};

enum class ArgumentKind { text, directory, file };

// Requests that only the command line can make, not the configuration.
enum class OptionRequest {
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

// The effect of an option: a request, or a setting, whose type determines how the argument is read.
// A switch needs no argument; `--NAME=false` turns it off.
using OptionTarget = std::variant<OptionRequest, std::optional<bool> ConfigSettings::*,
                                  std::optional<std::string> ConfigSettings::*,
                                  std::optional<std::vector<std::string>> ConfigSettings::*,
                                  std::optional<std::vector<StoreArgument>> ConfigSettings::*,
                                  std::optional<std::uint64_t> ConfigSettings::*,
                                  std::optional<double> ConfigSettings::*>;

// The fault of an argument.
struct OptionFault {
    std::string sentence;
    size_t argument = 0; // index of the faulty argument
    size_t offset = 0;   // of the fault in this argument, in bytes
};

struct Option;

// Returns the faults of the arguments of an option. `shown` is the option as messages name it:
// "--mode" on the command line, "\"mode\"" in a configuration.
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
    std::string_view hint{}; // for completions: the words of a text, the extension of a file

    std::vector<std::string_view> all_names() const;
    std::string_view long_name() const; // without the leading --, as the key of the configuration
    bool is_switch() const { return argument.empty(); }
    bool is_repeatable() const {
        return std::holds_alternative<std::optional<std::vector<std::string>> ConfigSettings::*>(
                   target) ||
               std::holds_alternative<std::optional<std::vector<StoreArgument>> ConfigSettings::*>(
                   target);
    }
    // The words of an argument such as "keep|drop"; none for any other argument.
    std::vector<std::string_view> choices() const;
};

// Sets the option's setting, or returns the faults of the arguments and leaves the setting as it
// is. The argument of a switch is "true" or "false".
std::vector<OptionFault> set_option(const Option& option, std::string_view shown,
                                    const std::vector<std::string>& arguments,
                                    ConfigSettings& settings);

} // namespace promfile
