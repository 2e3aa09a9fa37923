#pragma once

#include "suggest/profiler.hpp"
#include "xml/row_reader.hpp"

#include <string>

namespace promfile::suggest {

// Tells the profiler all elements of a store. Throws `Error` where it cannot be read.
void feed_store(const std::string& path, const xml::ReadLimits& limits, Profiler& profiler);

} // namespace promfile::suggest
