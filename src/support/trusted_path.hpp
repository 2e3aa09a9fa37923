#pragma once

#include <optional>
#include <string>

namespace promfile {

// Who but root can change the file: the first place on its absolute path, links followed, that
// belongs to another user or that the group or others can write, as a clause with what to do. A
// directory like /tmp, in which nobody can replace files of root (the sticky bit), is accepted.
// Nothing if only root can, or if the file cannot be examined.
std::optional<std::string> changeable_by_others(const std::string& path);

} // namespace promfile
