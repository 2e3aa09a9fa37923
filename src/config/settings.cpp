#include "config/settings.hpp"

#include "config/option_checks.hpp"
#include "config/option_table.hpp"
#include "config/rule.hpp"
#include "config/store.hpp"
#include "support/nearest.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

using Texts = std::vector<std::string>;

// The value of a key as the arguments of its option, one overload for each type of setting. If the
// value has the wrong type: adds a fault and returns nothing.
struct ArgumentReader {
    const Option& option;
    const ConfigEntry& entry;
    const std::string& directory;
    ConfigSettings& settings;
    ConfigFaults& faults;

    using Arguments = std::optional<Texts>;

    // unknown_setting() tells of it.
    Arguments operator()(OptionRequest) const { return std::nullopt; }
    Arguments operator()(std::optional<bool> ConfigSettings::*) const {
        const std::optional<bool> on = read_switch(entry, faults);
        return on ? Arguments({*on ? "true" : "false"}) : std::nullopt;
    }
    Arguments operator()(std::optional<std::string> ConfigSettings::*) const {
        const std::optional<double> number = number_in(entry.value);
        if (number && option.check == check_duration) {
            return Arguments({format_number(*number)}); // seconds
        }
        const std::optional<std::string> text = read_text(entry, faults);
        return text ? Arguments({*text}) : std::nullopt;
    }
    Arguments operator()(std::optional<Texts> ConfigSettings::*) const {
        return read_texts(entry, faults, true);
    }
    // Stores may be tables, which no argument can be.
    Arguments operator()(std::optional<std::vector<StoreArgument>> ConfigSettings::*setting) const {
        settings.*setting = read_stores(entry, directory, faults);
        return std::nullopt;
    }
    Arguments operator()(std::optional<std::uint64_t> ConfigSettings::*) const {
        const std::optional<std::int64_t> whole = read_whole_number(entry, faults);
        return whole ? Arguments({fmt::format("{}", *whole)}) : std::nullopt;
    }
    Arguments operator()(std::optional<double> ConfigSettings::*) const {
        if (const std::string* duration = std::get_if<std::string>(&entry.value.data)) {
            return Arguments({*duration}); // "2min"
        }
        const std::optional<double> number = read_number(entry, faults);
        return number ? Arguments({fmt::format("{}", *number)}) : std::nullopt;
    }
};

// The value that a fault of an argument is about: an item of an array, or the whole value.
const ConfigValue& value_of(const ConfigEntry& entry, size_t argument) {
    const auto* array = std::get_if<ConfigArray>(&entry.value.data);
    return array != nullptr && argument < array->size() ? (*array)[argument] : entry.value;
}

void read_setting(const Option& option, const ConfigEntry& entry, const std::string& directory,
                  ConfigSettings& settings, ConfigFaults& faults) {
    std::optional<Texts> arguments =
        std::visit(ArgumentReader{option, entry, directory, settings, faults}, option.target);
    if (!arguments) {
        return;
    }
    if (option.kind != ArgumentKind::text) {
        for (std::string& path : *arguments) {
            path = resolved_path(path, directory);
        }
    }
    const std::string shown = fmt::format("\"{}\"", entry.key);
    for (OptionFault& fault : set_option(option, shown, *arguments, settings)) {
        const ConfigValue& value = value_of(entry, fault.argument);
        if (fault.offset == 0) {
            faults.add(value.place, std::move(fault.sentence));
        } else {
            faults.add(value, fault.offset, std::move(fault.sentence));
        }
    }
}

const Option* option_of(std::string_view key) {
    for (const Option& option : option_table()) {
        if (option.long_name() == key && !std::holds_alternative<OptionRequest>(option.target)) {
            return &option;
        }
    }
    return nullptr;
}

// Keys that people try, and advice on the right ones.
struct StraySetting {
    std::string_view key;
    std::string_view advice;
};
constexpr StraySetting stray_settings[] = {
    {"help", "is for the command line alone; in a rule it stands below [[metric]]"},
    {"collector", "is not a key; write textfile-directory"},
    {"collector.textfile.directory", "is not a key; write textfile-directory"},
    {"stores", "is not a key; write store"},
    {"groups", "is not a key; each group is a table [[group]]"},
    {"rules", "is not a key; each rule is a table [[metric]]"},
    {"rule", "is not a key; each rule is a table [[metric]]"},
};

void unknown_setting(const ConfigEntry& entry, ConfigFaults& faults) {
    if (entry.key == "metric" || entry.key == "group") {
        return;
    }
    const auto stray = std::find_if(std::begin(stray_settings), std::end(stray_settings),
                                    [&](const StraySetting& s) { return s.key == entry.key; });
    if (stray != std::end(stray_settings)) {
        faults.add(entry.place, fmt::format("\"{}\" {}", entry.key, stray->advice));
        return;
    }
    const auto names_entry = [&](const Option& option) {
        const auto names = option.all_names();
        return std::find(names.begin(), names.end(), fmt::format("--{}", entry.key)) != names.end();
    };
    if (std::any_of(option_table().begin(), option_table().end(), names_entry)) {
        faults.add(entry.place, fmt::format("\"{}\" is for the command line alone", entry.key));
        return;
    }
    if (is_rule_key(entry.key)) {
        faults.add(entry.place, fmt::format("\"{}\" is a key of a rule and belongs below a line "
                                            "[[metric]]",
                                            entry.key));
        return;
    }
    std::vector<std::string_view> names = setting_names();
    names.insert(names.end(), {"metric", "group"});
    faults.add(entry.place,
               fmt::format("unknown key \"{}\"{}", entry.key, did_you_mean(entry.key, names)));
}

} // namespace

bool is_setting(std::string_view key) {
    return option_of(key) != nullptr;
}

std::vector<std::string_view> setting_names() {
    std::vector<std::string_view> names;
    for (const Option& option : option_table()) {
        if (!std::holds_alternative<OptionRequest>(option.target)) {
            names.push_back(option.long_name());
        }
    }
    return names;
}

ConfigSettings read_settings(const ConfigTable& document, const std::string& directory,
                             ConfigFaults& faults) {
    ConfigSettings settings;
    for (const ConfigEntry& entry : document) {
        if (const Option* option = option_of(entry.key)) {
            read_setting(*option, entry, directory, settings, faults);
        } else {
            unknown_setting(entry, faults);
        }
    }
    return settings;
}

} // namespace promfile
