#pragma once

#include "aggregate/series_table.hpp"

#include <string>

namespace promfile {

// The advice of --check on rows without a usable value, or without a usable bound of their bucket:
// the key of the rule that reads the first invalid text, such as "634 MiB", "12:30:00" and "up", as
// the end of a sentence. Empty if there is no such row or no such key.
std::string key_that_reads_value(const Rule& rule, const SeriesTable& table);
std::string key_that_reads_bound(const Rule& rule, const SeriesTable& table);

} // namespace promfile
