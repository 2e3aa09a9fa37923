#pragma once

#include "suggest/profiler.hpp"
#include "xml/row_reader.hpp"

#include <string>

namespace promfile::suggest {

// Reads the store at `path` and tells the profiler of every element. Throws `Error`, which calls
// the store `name`, if it cannot be read.
void feed_store(const std::string& path, const std::string& name, const xml::ReadLimits& limits,
                Profiler& profiler);

} // namespace promfile::suggest
