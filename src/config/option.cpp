#include "config/option.hpp"

#include "values/duration.hpp"

#include <charconv>
#include <fmt/format.h>

namespace promfile {

namespace {

using Faults = std::vector<OptionFault>;
using Texts = std::vector<std::string>;

// A day: a longer time is a mistake, and a day in milliseconds fits into every integer type.
constexpr double max_seconds = 86'400;

// Sets the setting to the last of the arguments, or to all of them if it is a list. One overload
// for each type of setting; a request has no setting.
struct Setter {
    const Option& option;
    std::string_view shown;
    const Texts& arguments;
    ConfigSettings& settings;

    Faults operator()(OptionRequest) const { return option.is_switch() ? of_switch() : Faults(); }
    // Stores are no arguments: the command line and the configuration set them themselves.
    Faults operator()(std::optional<std::vector<StoreArgument>> ConfigSettings::*) const {
        return {};
    }

    Faults operator()(std::optional<bool> ConfigSettings::*setting) const {
        Faults faults = of_switch();
        if (faults.empty()) {
            settings.*setting = arguments.back() == "true";
        }
        return faults;
    }

    Faults operator()(std::optional<std::string> ConfigSettings::*setting) const {
        settings.*setting = arguments.back();
        return {};
    }

    Faults operator()(std::optional<Texts> ConfigSettings::*setting) const {
        settings.*setting = arguments;
        return {};
    }

    Faults operator()(std::optional<std::uint64_t> ConfigSettings::*setting) const {
        const std::string& argument = arguments.back();
        const char* end = argument.data() + argument.size();
        std::uint64_t count = 0;
        const auto [parsed, error] = std::from_chars(argument.data(), end, count);
        if (error != std::errc() || parsed != end || count == 0) {
            return {{fmt::format("{} takes a whole number from 1 on, not '{}'", shown, argument)}};
        }
        settings.*setting = count;
        return {};
    }

    Faults operator()(std::optional<double> ConfigSettings::*setting) const {
        const std::string& argument = arguments.back();
        const std::optional<double> seconds = parse_option_duration(argument);
        if (!seconds || !(*seconds > 0)) {
            return {{fmt::format("{} takes a number of seconds above 0, or a duration such as "
                                 "2min, not '{}'",
                                 shown, argument)}};
        }
        if (*seconds > max_seconds) {
            return {{fmt::format("{} takes at most {} seconds (a day), not '{}'", shown,
                                 max_seconds, argument)}};
        }
        settings.*setting = seconds;
        return {};
    }

    Faults of_switch() const {
        const std::string& argument = arguments.back();
        if (argument == "true" || argument == "false") {
            return {};
        }
        return {{fmt::format("{} takes true or false, not '{}'", shown, argument)}};
    }
};

} // namespace

std::vector<std::string_view> Option::all_names() const {
    std::vector<std::string_view> all;
    for (std::string_view rest = names; !rest.empty();) {
        all.push_back(rest.substr(0, rest.find(',')));
        rest.remove_prefix(std::min(all.back().size() + 1, rest.size()));
    }
    return all;
}

std::string_view Option::long_name() const {
    const std::string_view rest = names.substr(names.find("--") + 2);
    return rest.substr(0, rest.find(','));
}

std::vector<std::string_view> Option::choices() const {
    std::vector<std::string_view> words;
    if (argument.find('|') == std::string_view::npos) {
        return words;
    }
    for (std::string_view rest = argument; !rest.empty();) {
        words.push_back(rest.substr(0, rest.find('|')));
        rest.remove_prefix(std::min(words.back().size() + 1, rest.size()));
    }
    return words;
}

Faults set_option(const Option& option, std::string_view shown, const Texts& arguments,
                  ConfigSettings& settings) {
    if (option.check != nullptr && !arguments.empty()) {
        Faults faults = option.check(option, shown, arguments);
        if (!faults.empty()) {
            return faults;
        }
    }
    return std::visit(Setter{option, shown, arguments, settings}, option.target);
}

} // namespace promfile
