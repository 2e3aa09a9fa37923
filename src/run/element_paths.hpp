#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace promfile {

// The number of elements of a store at each path, such as "/store/apple": at most 1,000 paths.
using ElementPaths = std::map<std::string, std::uint64_t>;

// Reads the store once more, up to its end or its first fault.
ElementPaths element_paths(const std::string& store);

// Explains why a path of rows matches nothing, by the children of the last step that matches and
// the nearest of their names. Empty if the path matches.
std::string rows_hint(const std::string& rows, const ElementPaths& paths);

// The rows that are probably meant if the children of the root all have different names; otherwise
// empty.
std::string better_rows(const ElementPaths& paths);

} // namespace promfile
