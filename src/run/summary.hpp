#pragma once

#include "run/store_run.hpp"
#include "run/survey.hpp"

#include <string>
#include <vector>

namespace promfile {

// The lines of --debug about a store, on stderr, in columns: its size, rows, time and speed, then
// the rows that were kept, and the rows that were skipped, with the reasons.
std::vector<std::string> store_summary(const StoreRun& run, const std::vector<KeptType>& kept);

// "712 MB", "5.1 kB", "351 B".
std::string human_bytes(std::uint64_t bytes);

} // namespace promfile
