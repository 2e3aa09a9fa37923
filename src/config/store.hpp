#pragma once

#include "config/reader.hpp"
#include "input/store_argument.hpp"

#include <optional>
#include <string>
#include <vector>

namespace promfile {

// The key `store`: a path, a command, or an array of both. A command is a table with the keys
// `command`, `name`, `timeout` and `environment`; a table with `path` is that path. Paths, and
// programs with a slash, are relative to `directory`. Nothing if there are faults.
std::optional<std::vector<StoreArgument>>
read_stores(const ConfigEntry& entry, const std::string& directory, ConfigFaults& faults);

// A path of the configuration, relative to its directory; "-" and "" stay as they are.
std::string resolved_path(const std::string& path, const std::string& directory);

} // namespace promfile
