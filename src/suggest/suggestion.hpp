#pragma once

#include "input/store_input.hpp"
#include "suggest/selection.hpp"
#include "xml/row_reader.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

struct SuggestedStore {
    std::string name; // in the configuration
    std::string path; // of a file that can be read several times
};

struct SuggestionRequest {
    std::vector<SuggestedStore> stores;
    SuggestedStore earlier_store;   // an older copy of the store; without a path if there is none
    std::string textfile_directory; // these two as in Heading
    std::string name;
    std::string prefix;  // of all metrics; empty: derived from the stores
    std::string version; // of promfile
    xml::ReadLimits limits;
    ReadingTime time; // for all that is read
    SelectionLimits selection;

    // The configuration to complete, if there is one: its path, its rules, and the paths of fields
    // and rows that it leaves out on purpose.
    std::string configuration;
    std::vector<Rule> existing_rules;
    std::vector<std::string> left_out;
};

struct Suggestion {
    std::string configuration;
    std::vector<std::string> summary; // lines for stderr
    std::string warning;              // about the earlier store, or empty
};

// Reads the stores and makes a configuration for them. Throws `Error` if a store, or the
// earlier one, cannot be read.
Suggestion suggest_configuration(const SuggestionRequest& request);

} // namespace promfile::suggest
