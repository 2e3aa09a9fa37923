#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace promfile {

// A command that prints a store.
struct StoreCommand {
    std::string name; // that stands for it where other stores have their path
    // The program and its arguments. A program without a slash is looked up in PATH.
    std::vector<std::string> command;
    std::vector<std::pair<std::string, std::string>> environment; // added to promfile's own
    std::optional<double> timeout; // seconds; --store-timeout if there is none

    bool operator==(const StoreCommand&) const = default;
};

// A store as it is given: a path, a glob, "-" for standard input, or a command.
using StoreArgument = std::variant<std::string, StoreCommand>;

// The path, or the name of the command.
inline const std::string& store_name(const StoreArgument& store) {
    const auto* command = std::get_if<StoreCommand>(&store);
    return command != nullptr ? command->name : std::get<std::string>(store);
}

} // namespace promfile
