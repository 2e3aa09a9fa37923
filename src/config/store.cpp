#include "config/store.hpp"

#include "support/files.hpp"
#include "support/nearest.hpp"
#include "values/duration.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

struct StoreTarget {
    std::optional<std::string> path;
    StoreCommand command;
};

void path(StoreTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.path = read_filled_text(entry, faults);
}

void command(StoreTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    if (const auto* line = std::get_if<std::string>(&entry.value.data)) {
        const bool has_arguments = line->find(' ') != std::string::npos;
        faults.add(entry.value.place,
                   fmt::format("\"command\" is an array of the program and its arguments, and no "
                               "shell reads it; write [{}]",
                               has_arguments ? "\"sh\", \"-c\", \"...\"" : "\"" + *line + "\""));
        return;
    }
    std::optional<std::vector<std::string>> words = read_texts(entry, faults, true);
    if (!words) {
        return;
    }
    if (words->empty() || words->front().empty()) {
        faults.add(entry.value.place, "\"command\" names no program");
        return;
    }
    target.command.command = std::move(*words);
}

void name(StoreTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const std::optional<std::string> text = read_filled_text(entry, faults);
    if (!text) {
        return;
    }
    if (*text == "-" || text->find('/') != std::string::npos) {
        faults.add(entry.value.place,
                   fmt::format("\"{}\" is not a valid name of a command: {}", *text,
                               *text == "-" ? "it means standard input" : "it has a slash"));
        return;
    }
    target.command.name = *text;
}

void timeout(StoreTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    constexpr double day = 86'400;
    const auto* text = std::get_if<std::string>(&entry.value.data);
    const std::optional<double> seconds =
        text != nullptr ? parse_option_duration(*text) : read_number(entry, faults);
    if (text != nullptr ? !(seconds > 0 && seconds <= day)
                        : seconds && !(*seconds > 0 && *seconds <= day)) {
        faults.add(entry.value.place,
                   "\"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
                   "duration such as \"2min\"");
        return;
    }
    target.command.timeout = seconds;
}

void environment(StoreTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const ConfigTable* table = read_table(entry, faults);
    for (const ConfigEntry& each : table != nullptr ? *table : ConfigTable()) {
        if (each.key.empty() || each.key.find('=') != std::string::npos) {
            faults.add(each.place, fmt::format("\"{}\" is not a valid name of an environment "
                                               "variable",
                                               each.key));
        } else if (auto value = read_text(each, faults)) {
            target.command.environment.emplace_back(each.key, std::move(*value));
        }
    }
}

constexpr ConfigKey<StoreTarget> store_keys[] = {
    {"command", command},         {"name", name}, {"timeout", timeout},
    {"environment", environment}, {"path", path},
};

// Keys that people try for others.
struct StrayStoreKey {
    std::string_view key;
    std::string_view advice;
};
constexpr StrayStoreKey stray_store_keys[] = {
    {"cmd", "; did you mean \"command\"?"},
    {"exec", "; did you mean \"command\"?"},
    {"program", "; did you mean \"command\"?"},
    {"args", "; the arguments follow the program in \"command\""},
    {"arguments", "; the arguments follow the program in \"command\""},
    {"env", "; did you mean \"environment\"?"},
    {"file", "; did you mean \"path\"?"},
    {"url", "; command = [\"curl\", \"-sSf\", \"...\"] reads from a URL"},
};

std::string advice_on(const std::string& unknown_key) {
    const auto stray =
        std::find_if(std::begin(stray_store_keys), std::end(stray_store_keys),
                     [&](const StrayStoreKey& each) { return each.key == unknown_key; });
    return stray != std::end(stray_store_keys)
               ? std::string(stray->advice)
               : did_you_mean(unknown_key, names_of<StoreTarget>(store_keys));
}

std::optional<StoreArgument> read_store_table(const ConfigTable& table, ConfigPlace place,
                                              const std::string& directory, ConfigFaults& faults) {
    StoreTarget target;
    bool has_unknown_key = false;
    read_keys<StoreTarget>(table, store_keys, target, faults, [&](const ConfigEntry& entry) {
        has_unknown_key = true;
        faults.add(entry.place,
                   fmt::format("unknown key \"{}\" of a store{}", entry.key, advice_on(entry.key)));
    });
    const ConfigEntry* path_entry = find(table, "path");
    const ConfigEntry* command_entry = find(table, "command");
    if ((path_entry == nullptr) == (command_entry == nullptr)) {
        if (path_entry != nullptr || !has_unknown_key) { // which is told already
            faults.add(path_entry == nullptr ? place : path_entry->place,
                       "a store has either \"command\" or \"path\"");
        }
        return std::nullopt;
    }
    if (path_entry != nullptr) {
        for (const ConfigEntry& entry : table) {
            if (entry.key == "name" || entry.key == "timeout" || entry.key == "environment") {
                faults.add(entry.place,
                           fmt::format("\"{}\" is for a store with \"command\"", entry.key));
            }
        }
        return target.path ? std::optional(resolved_path(*target.path, directory)) : std::nullopt;
    }
    StoreCommand& result = target.command;
    if (result.command.empty()) {
        return std::nullopt; // a fault that has been told
    }
    std::string& program = result.command.front();
    if (program.find('/') != std::string::npos) {
        program = resolved_path(program, directory);
    }
    if (result.name.empty()) {
        result.name = base_name(program);
    }
    return result;
}

} // namespace

std::optional<std::vector<StoreArgument>>
read_stores(const ConfigEntry& entry, const std::string& directory, ConfigFaults& faults) {
    const ConfigArray one{entry.value};
    const ConfigArray* array = std::get_if<ConfigArray>(&entry.value.data);
    std::vector<StoreArgument> stores;
    for (const ConfigValue& value : array != nullptr ? *array : one) {
        std::optional<StoreArgument> store;
        if (const auto* table = std::get_if<ConfigTable>(&value.data)) {
            store = read_store_table(*table, value.place, directory, faults);
        } else if (!std::holds_alternative<ConfigArray>(value.data)) {
            ConfigEntry single = entry;
            single.value = value;
            const auto texts = read_texts(single, faults);
            store = texts ? std::optional<StoreArgument>(resolved_path(texts->front(), directory))
                          : std::nullopt;
        } else {
            faults.add(value.place,
                       "\"store\" takes a text or an array of texts, and this is an array in one");
        }
        if (!store) {
            continue;
        }
        const bool is_command = std::holds_alternative<StoreCommand>(*store);
        if (is_command &&
            std::any_of(stores.begin(), stores.end(), [&](const StoreArgument& other) {
                return std::holds_alternative<StoreCommand>(other) &&
                       store_name(other) == store_name(*store);
            })) {
            faults.add(value.place, fmt::format("two commands have the name \"{}\"; give one of "
                                                "them another \"name\"",
                                                store_name(*store)));
        }
        stores.push_back(std::move(*store));
    }
    return stores;
}

std::string resolved_path(const std::string& path, const std::string& directory) {
    return path.empty() || path.starts_with('/') || path == "-"
               ? path
               : fmt::format("{}/{}", directory, path);
}

} // namespace promfile
