#pragma once

#include "input/store_input.hpp"
#include "suggest/profiler.hpp"
#include "xml/row_reader.hpp"

#include <string>

namespace promfile::suggest {

// Reads the store at `path` into the profile. Throws an `Error` that calls the store `name` if it
// cannot be read in this time.
void profile_store(const std::string& path, const std::string& name, const xml::ReadLimits& limits,
                   const ReadingTime& time, Profiler& profiler);

} // namespace promfile::suggest
