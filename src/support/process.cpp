#include "support/process.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <linux/capability.h>
#include <malloc.h>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace promfile {

namespace {

// The first file that is opened would otherwise get the number of a closed standard stream, and
// receive the stream's output.
void open_standard_streams() {
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0) {
        close(descriptor);
    }
}

// A write beyond the file size limit (RLIMIT_FSIZE) would end the process before it removes its
// temporary file. A closed pipe at stderr must not end a run that could publish.
void ignore_signals_of_writes() {
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace

void prepare_process() {
    ignore_signals_of_writes();
    // If the parent ignored it, the exit status of children would be lost.
    std::signal(SIGCHLD, SIG_DFL);
    open_standard_streams();
    // Trees of rows come and go. Returning their memory to the system each time would cost more
    // than reading does.
    constexpr int trim_threshold = 64 << 20; // bytes
    mallopt(M_TRIM_THRESHOLD, trim_threshold);
}

void leave_all_descriptors_but(int kept, bool keeps_standard_error) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    if (!keeps_standard_error) {
        dup2(null, STDERR_FILENO);
    }
    const auto number = static_cast<unsigned>(kept);
    if (number > 3) {
        close_range(3, number - 1, 0);
    }
    close_range(number + 1, ~0U, 0);
}

// capget(2) without libcap. linux/capability.h defines the version and the two halves of each set.
bool is_privileged() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> halves{};
    const bool known = syscall(SYS_capget, &header, halves.data()) == 0;
    return geteuid() == 0 || !known || halves[0].permitted != 0 || halves[1].permitted != 0;
}

ExitStatus report_lack_of_memory() {
    constexpr std::string_view message = "promfile: error: out of memory\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
    return ExitStatus::failure;
}

} // namespace promfile
