#pragma once

#include "oldxml/xml_store.hpp"
#include "suggest/profiler.hpp"

#include <string>

namespace promfile::suggest {

// Tells the profiler all elements of a store, in memory that does not grow with the store. Throws
// `Error` where it cannot be read.
void feed_store(const std::string& path, const ReadLimits& limits, Profiler& profiler);

} // namespace promfile::suggest
