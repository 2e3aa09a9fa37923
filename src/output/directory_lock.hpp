#pragma once

#include <chrono>
#include <string>

namespace promfile {

// Locks a directory with an exclusive flock(2), which the descriptor holds until it is closed.
// Waits for other holders up to `max_wait`. If this fails, returns a warning and does not throw,
// because publishing without the lock is better than not publishing; otherwise returns an empty
// text. `directory` is the path for the warning.
std::string lock_textfile_directory(int descriptor, const std::string& directory,
                                    std::chrono::milliseconds max_wait);

} // namespace promfile
