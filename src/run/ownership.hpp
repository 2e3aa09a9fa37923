#pragma once

#include "output/published_file.hpp"
#include "run/settings.hpp"

#include <optional>
#include <string>

namespace promfile {

// The first line of the output, without "# ": that promfile wrote it, and from what. This is the
// configuration, or the stores where the command line names them.
std::string first_line(const Settings& settings);

// A sentence where the file that stands was written from another configuration or from other
// stores, with what to do. Command lines that have a store in common are the same output, which
// somebody changed. So are relative and absolute paths with the same end.
std::optional<std::string> other_owner(const PublishedFile& published, const Settings& settings);

} // namespace promfile
