#pragma once

#include <chrono>
#include <string>

namespace promfile {

// Locks a directory with an exclusive flock(2), which the descriptor holds until it is closed.
// Waits for other holders up to `max_wait`. Returns a warning where that fails, else an empty text:
// a lock that is lost costs less than metrics that are not published. `directory` is the path for
// the warning.
std::string lock_textfile_directory(int descriptor, const std::string& directory,
                                    std::chrono::milliseconds max_wait);

} // namespace promfile
