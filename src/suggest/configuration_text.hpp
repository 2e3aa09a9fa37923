#pragma once

#include "suggest/draft.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// The settings above the rules.
struct Heading {
    std::vector<std::string> stores; // for the key `store`
    std::string
        textfile_directory;    // empty if none was given and this host has none in a usual place
    std::string name;          // empty: the name of the configuration
    std::string version;       // of promfile
    bool recover = false;      // for the key `recover`
    std::string configuration; // path of the configuration to complete; empty if there is none
};

// The text of a configuration: the active rules by the rows they read, with comments; the optional
// rules as comments, which s/^#\([^ #]\)/\1/ turns into rules; the fields and rows that are left
// out, with the reasons.
std::string configuration_text(const Draft& draft, const std::vector<Candidate>& candidates,
                               const Heading& heading);

} // namespace promfile::suggest
