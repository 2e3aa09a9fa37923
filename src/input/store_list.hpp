#pragma once

#include "input/store_argument.hpp"

#include <optional>
#include <string>
#include <vector>

namespace promfile {

// One store to read: a path or command as given, or a match of a given glob. "-" is standard input.
struct StoreName {
    std::string path; // of a command its name
    // Is the store the output of a command?
    std::optional<StoreCommand> command{};
    // Set for a glob that needs a directory which cannot be read: the cause, as a sentence.
    std::optional<std::string> failure{};
};

// The stores that the arguments name, in the order given, matches of a glob sorted by byte. A file
// that is reached twice is there once; a literal file that is missing stays in the list, for its
// reader to complain of. An argument that names an existing file is not a glob. A glob that matches
// nothing gives nothing, and never gives directories.
std::vector<StoreName> list_stores(const std::vector<StoreArgument>& arguments);

} // namespace promfile
