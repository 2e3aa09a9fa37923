#pragma once

#include "output/published_file.hpp"
#include "run/settings.hpp"

#include <optional>
#include <string>

namespace promfile {

// The first line of the output, without "# ". It names promfile and the origin of the output: the
// configuration, or the stores if the command line names them.
std::string first_line(const Settings& settings);

// A sentence with advice if the published file was written from another configuration or from other
// stores. Command lines with a store in common count as the same, since somebody may add or remove
// a store; so do a relative and an absolute path with the same end.
std::optional<std::string> other_owner(const PublishedFile& published, const Settings& settings);

} // namespace promfile
