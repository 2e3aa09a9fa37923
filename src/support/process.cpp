#include "support/process.hpp"

#include <csignal>
#include <fcntl.h>
#include <malloc.h>
#include <string_view>
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
    open_standard_streams();
    // Trees of rows come and go. Returning their memory to the system each time would cost more
    // than reading does.
    constexpr int trim_threshold = 64 << 20; // bytes
    mallopt(M_TRIM_THRESHOLD, trim_threshold);
}

ExitStatus report_lack_of_memory() {
    constexpr std::string_view message = "promfile: error: out of memory\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
    return ExitStatus::failure;
}

} // namespace promfile
