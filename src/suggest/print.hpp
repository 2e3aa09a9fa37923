#pragma once

#include "suggest/draft.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

// What stands above the rules of the printed configuration.
struct Heading {
    std::vector<std::string> stores; // as they are to be read
    std::string textfile_directory;  // empty: none was given and none is usual here
    std::string name;                // empty: that of the configuration
    std::string version;
    bool recover = false;      // the stores can be read in part only
    std::string configuration; // that is to be completed; empty: none
};

// The configuration: rules by the rows they read, with comments; those that may be wanted, as
// comments that s/^#\([^ #]\)/\1/ makes rules; and what was left out and why.
std::string print_suggestion(const Draft& draft, const std::vector<Candidate>& candidates,
                             const Heading& heading);

} // namespace promfile::suggest
