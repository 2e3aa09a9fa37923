#pragma once

#include "run/settings.hpp"

#include <string>
#include <vector>

namespace promfile {

// The values of the label `path` for the stores of a run, in their order: the path as it is given,
// or its base name, or "" for no label. Different stores have different labels: bytes that are not
// UTF-8 are escaped (escaped_utf8), and stores with the same base name keep their whole paths.
std::vector<std::string> path_labels(PathLabel kind, const std::vector<std::string>& paths);

} // namespace promfile
