#include "output/directory_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <thread>

namespace promfile {

// flock(2) takes no time limit, and an alarm would need a signal handler. Therefore it is tried
// repeatedly.
std::string lock_textfile_directory(int descriptor, const std::string& directory,
                                    std::chrono::milliseconds max_wait) {
    using Clock = std::chrono::steady_clock;
    constexpr Clock::duration between_tries = std::chrono::milliseconds(20);
    const Clock::time_point deadline = Clock::now() + max_wait;
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        const Clock::duration left = deadline - Clock::now();
        if (error == EWOULDBLOCK && left > Clock::duration::zero()) {
            std::this_thread::sleep_for(std::min(left, between_tries));
        } else if (error != EINTR) {
            const std::string cause =
                error == EWOULDBLOCK
                    ? fmt::format("another process has held it for {} ms", max_wait.count())
                    : std::generic_category().message(error);
            return fmt::format("cannot lock {}: {}; went on without the lock", directory, cause);
        }
    }
    return {};
}

} // namespace promfile
