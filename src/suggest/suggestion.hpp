#pragma once

#include "suggest/selection.hpp"
#include "xml/row_reader.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace promfile::suggest {

struct SuggestedStore {
    std::string name; // as the configuration is to call it
    std::string path; // of a file
};

struct SuggestionRequest {
    std::vector<SuggestedStore> stores;
    std::string earlier;            // the same store at an earlier time, or empty
    std::string textfile_directory; // empty: none was given and none is usual here
    std::string name;               // of the output; empty: that of the configuration
    std::string prefix;             // of the metrics; empty: from the stores
    std::string version;
    xml::ReadLimits limits;
    SelectionLimits selection;

    // Of a configuration that is to be completed: its path, its rules, and the paths of fields and
    // rows that it leaves out on purpose.
    std::string configuration;
    std::vector<Rule> present;
    std::vector<std::string> left;
};

struct Suggestion {
    std::string configuration;
    std::vector<std::string> summary; // for people, one line each
};

// Reads the stores and writes a configuration for them. Throws `Error` where one cannot be read.
Suggestion suggest_configuration(const SuggestionRequest& request);

} // namespace promfile::suggest
