#pragma once

#include "run/store_run.hpp"
#include "run/survey.hpp"

#include <string>
#include <vector>

namespace promfile {

// What --debug tells of a store on stderr, in aligned lines: its size, rows, time and speed, then
// what was kept and what was skipped and why.
std::vector<std::string> store_summary(const StoreRun& run, const std::vector<KeptType>& kept);

// "712 MB", "5.1 kB", "351 B".
std::string human_bytes(std::uint64_t bytes);

} // namespace promfile
