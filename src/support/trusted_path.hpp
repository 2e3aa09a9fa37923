#pragma once

#include <optional>
#include <string>

namespace promfile {

// Checks whether users other than root can change the file. Goes along its absolute path and all
// links to the first file or directory that belongs to another user, or to which the group or
// others can write, and returns a clause that names it and the remedy. Accepts directories with the
// sticky bit, such as /tmp, in which nobody else can replace files of root. Returns nothing if only
// root can change the file, or if the file cannot be examined.
std::optional<std::string> changeable_by_others(const std::string& path);

} // namespace promfile
