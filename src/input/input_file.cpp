#include "input/input_file.hpp"

#include "support/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

namespace promfile {

namespace {

Error unreadable(const std::string& path, int code) {
    const char* advice =
        code == EACCES ? " (is the user that runs promfile allowed to read it?)" : "";
    return Error(fmt::format("cannot read {}: {}{}", path, std::strerror(code), advice));
}

bool same_time(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

} // namespace

InputFile::InputFile(const std::string& path, double fifo_wait_seconds) : path_(path) {
    if (path == "-") {
        path_ = "standard input";
        descriptor_ = STDIN_FILENO;
    } else {
        // Without O_NONBLOCK the open of a fifo waits for ever for its writer.
        owned_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        descriptor_ = owned_.get();
    }
    if (descriptor_ < 0 || fstat(descriptor_, &opened_) != 0) {
        throw unreadable(path_, errno);
    }
    if (S_ISDIR(opened_.st_mode)) {
        throw Error(fmt::format("cannot read {}: it is a directory (give a file, or a quoted glob "
                                "such as '{}/*.xml')",
                                path_, path_));
    }
    if (owned_) {
        if (S_ISFIFO(opened_.st_mode)) {
            wait_for_writer(fifo_wait_seconds);
        }
        fcntl(descriptor_, F_SETFL, fcntl(descriptor_, F_GETFL) & ~O_NONBLOCK);
    }
}

// On a non-blocking fifo a read of zero bytes means that nobody has it open for writing, EAGAIN
// that somebody has and that nothing is there yet (fifo(7)).
void InputFile::wait_for_writer(double seconds) {
    constexpr int step_milliseconds = 10;
    const int milliseconds = static_cast<int>(seconds * 1e3);
    for (int waited = 0; waited <= milliseconds; waited += step_milliseconds) {
        char byte = 0;
        const ssize_t got = ::read(descriptor_, &byte, 1);
        if (got == 1) {
            first_byte_ = byte;
        }
        if (got == 1 || (got < 0 && errno == EAGAIN)) {
            return;
        }
        pollfd waiting{descriptor_, POLLIN, 0};
        if (poll(&waiting, 1, step_milliseconds) > 0) {
            return;
        }
    }
    throw Error(fmt::format("cannot read {}: it is a fifo that nobody writes to", path_));
}

size_t InputFile::read(char* data, size_t size) {
    if (first_byte_ && size > 0) {
        *data = *first_byte_;
        first_byte_.reset();
        ++bytes_read_;
        return 1;
    }
    ssize_t got = 0;
    while ((got = ::read(descriptor_, data, size)) < 0 && (errno == EINTR || errno == EAGAIN)) {
        // Standard input may have been made non-blocking by whoever shares it.
        if (errno == EAGAIN) {
            pollfd waiting{descriptor_, POLLIN, 0};
            poll(&waiting, 1, -1);
        }
    }
    if (got < 0) {
        throw unreadable(path_, errno);
    }
    bytes_read_ += static_cast<std::uint64_t>(got);
    return static_cast<size_t>(got);
}

// Every write and every rename over the file moves its ctime, also where mtime is set back.
bool InputFile::changed() const {
    struct stat now {};
    return is_regular() &&
           (fstat(descriptor_, &now) != 0 || now.st_size != opened_.st_size ||
            !same_time(now.st_mtim, opened_.st_mtim) || !same_time(now.st_ctim, opened_.st_ctim));
}

std::uint64_t InputFile::size() const {
    return is_regular() ? static_cast<std::uint64_t>(opened_.st_size) : 0;
}

std::optional<double> InputFile::mtime() const {
    if (!is_regular()) {
        return std::nullopt;
    }
    return static_cast<double>(opened_.st_mtim.tv_sec) +
           static_cast<double>(opened_.st_mtim.tv_nsec) / 1e9;
}

} // namespace promfile
