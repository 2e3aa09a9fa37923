#include "input/input_file.hpp"

#include "support/error.hpp"
#include "support/files.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

namespace promfile {

namespace {

// Whether a directory of PATH has an executable file of this name.
bool is_program(const std::string& name) {
    const char* variable = std::getenv("PATH");
    std::string_view directories = variable == nullptr ? "/bin:/usr/bin" : variable;
    while (!directories.empty()) {
        const std::string_view directory = directories.substr(0, directories.find(':'));
        directories.remove_prefix(std::min(directory.size() + 1, directories.size()));
        const std::string path = fmt::format("{}/{}", directory, name);
        struct stat status {};
        if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
            access(path.c_str(), X_OK) == 0) {
            return true;
        }
    }
    return false;
}

// Advice on a path that is rather a command line: its first word is the name of a program.
std::string advice_on_command(const std::string& path) {
    const std::string first(path.substr(0, path.find(' ')));
    const std::string name(base_name(first));
    const bool has_arguments = first.size() < path.size();
    return name.empty() || !is_program(name)
               ? ""
               : fmt::format(" (if the command {} is meant, write in a configuration: store = "
                             "{{ command = [\"{}\"{}] }})",
                             name, name, has_arguments ? ", \"...\"" : "");
}

Error unreadable(const std::string& path, int code) {
    const std::string advice = code == EACCES
                                   ? " (is the user that runs promfile allowed to read it?)"
                               : code == ENOENT || code == ENOTDIR ? advice_on_command(path)
                                                                   : "";
    return Error(fmt::format("cannot read {}: {}{}", path, std::strerror(code), advice));
}

bool same_time(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

Error device(const std::string& path) {
    return Error(fmt::format(
        "cannot read {}: it is a device (give a file, or pipe the XML into promfile ... -)", path));
}

bool is_device(const struct stat& status) {
    return S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
}

// Rounded up for poll(2), which takes milliseconds and must not end early.
int milliseconds(double seconds) {
    constexpr double longest = 60'000;
    return static_cast<int>(std::clamp(std::ceil(seconds * 1e3), 0.0, longest));
}

} // namespace

InputFile::InputFile(const std::string& path, const ReadingTime& time)
    : StoreInput(path), time_(time) {
    time_.check_run(name_);
    if (path == "-") {
        name_ = "standard input";
        descriptor_ = STDIN_FILENO;
    } else {
        open(path);
    }
    if (fstat(descriptor_, &opened_) != 0) {
        throw unreadable(name_, errno);
    }
    if (S_ISDIR(opened_.st_mode)) {
        throw Error(fmt::format("cannot read {}: it is a directory (give a file, or a quoted glob "
                                "such as '{}/*.xml')",
                                name_, name_));
    }
    if (owned_ && is_device(opened_)) { // the timeouts apply to a device at standard input
        throw device(name_);
    }
    if (owned_ && S_ISFIFO(opened_.st_mode)) {
        wait_for_writer();
    }
}

void InputFile::open(const std::string& path) {
    // Examined before it is opened: opening a device can have an effect.
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
        throw unreadable(name_, errno);
    }
    if (is_device(status)) {
        throw device(name_);
    }
    // Without O_NONBLOCK, opening a fifo waits for a writer without a limit.
    owned_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    descriptor_ = owned_.get();
    if (!owned_) {
        throw unreadable(name_, errno);
    }
}

// Zero bytes from a non-blocking fifo mean that no process has it open for writing; EAGAIN means
// that a process has, but has not written yet (fifo(7)).
void InputFile::wait_for_writer() {
    constexpr int step_milliseconds = 10;
    const double end = time_.now() + time_.fifo_timeout;
    do {
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
    } while (time_.now() < end);
    throw Error(fmt::format("cannot read {}: it is a fifo that nobody writes to", name_));
}

// Returns when the pipe has bytes, or has ended.
void InputFile::wait_for_bytes() const {
    const double silent_until = time_.now() + time_.store_timeout;
    for (;;) {
        pollfd waiting{descriptor_, POLLIN, 0};
        const double now = time_.now();
        const int ready =
            poll(&waiting, 1, milliseconds(std::min(silent_until, time_.run_end) - now));
        if (ready > 0) {
            return;
        }
        if (ready < 0 && errno != EINTR) {
            throw unreadable(name_, errno);
        }
        time_.check_run(name_);
        if (time_.now() >= silent_until) {
            throw Error(fmt::format("cannot read {}: nothing came for {} s (--store-timeout); is "
                                    "its writer stuck?",
                                    name_, format_number(time_.store_timeout)));
        }
    }
}

size_t InputFile::read(char* data, size_t size) {
    if (first_byte_ && size > 0) {
        *data = *first_byte_;
        first_byte_.reset();
        ++bytes_read_;
        return 1;
    }
    if (is_regular() && bytes_read_ >= this->size() && changed()) {
        return 0; // a changed file is read again from its beginning; this one might grow without
                  // end
    }
    ssize_t got = 0;
    do {
        time_.check_run(name_);
        if (!is_regular()) {
            wait_for_bytes();
        }
        got = ::read(descriptor_, data, size);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0) {
        throw unreadable(name_, errno);
    }
    bytes_read_ += static_cast<std::uint64_t>(got);
    return static_cast<size_t>(got);
}

// Every write changes the ctime, even if the mtime is set back afterwards. A rename over the file
// changes it too: the file loses a link, and keeps its bytes.
bool InputFile::changed() const {
    if (!is_regular()) {
        return false;
    }
    struct stat now {};
    const bool same = fstat(descriptor_, &now) == 0 && now.st_size == opened_.st_size &&
                      same_time(now.st_mtim, opened_.st_mtim);
    const bool replaced = now.st_nlink < opened_.st_nlink;
    return !same || (!replaced && !same_time(now.st_ctim, opened_.st_ctim));
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
