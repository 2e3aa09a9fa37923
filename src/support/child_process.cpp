#include "support/child_process.hpp"

#include "support/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace promfile {

namespace {

using Clock = std::chrono::steady_clock;

std::system_error failure(const char* call) {
    return {errno, std::generic_category(), call};
}

struct Pipe {
    FileDescriptor read_end;
    FileDescriptor write_end;

    explicit Pipe(int read_flags = 0) {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw failure("pipe");
        }
        read_end = FileDescriptor(ends[0]);
        write_end = FileDescriptor(ends[1]);
        if (fcntl(ends[0], F_SETFL, read_flags) != 0) {
            throw failure("fcntl");
        }
    }
};

// Our environment, with the variables of `added` in place of ours with the same names.
std::vector<std::string>
environment_with(const std::vector<std::pair<std::string, std::string>>& added) {
    std::vector<std::string> all;
    const auto is_added = [&](std::string_view variable) {
        for (const auto& [name, value] : added) {
            if (variable.starts_with(name) && variable.substr(name.size()).starts_with('=')) {
                return true;
            }
        }
        return false;
    };
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (!is_added(*variable)) {
            all.emplace_back(*variable);
        }
    }
    for (const auto& [name, value] : added) {
        all.push_back(fmt::format("{}={}", name, value));
    }
    return all;
}

// The strings as the system takes them. They must outlive the result.
std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    std::transform(texts.begin(), texts.end(), std::back_inserter(all),
                   [](std::string& text) { return text.data(); });
    all.push_back(nullptr);
    return all;
}

// Reaps the process, or gives up after `patience`: a process that waits for a device cannot be
// killed, and the system reaps it after this process has ended.
std::optional<int> reap(pid_t process, Clock::duration patience) {
    const auto until = Clock::now() + patience;
    for (auto pause = std::chrono::microseconds(100);;) {
        int status = 0;
        const pid_t reaped = waitpid(process, &status, WNOHANG);
        if (reaped == process) {
            return status;
        }
        if ((reaped < 0 && errno != EINTR) || Clock::now() >= until) {
            return std::nullopt;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, std::chrono::microseconds(10'000));
    }
}

// Waits for the end of the process at the other end of the pipe, and ends the group, itself too. A
// watcher that leads no group of its own is in the group of promfile's caller, and ends nothing.
[[noreturn]] void watch(int pipe) {
    prctl(PR_SET_NAME, "promfile-watch");
    leave_all_descriptors_but(pipe);
    char byte = 0;
    while (read(pipe, &byte, 1) < 0 && errno == EINTR) {
    }
    if (getpgrp() == getpid()) {
        kill(0, SIGKILL);
    }
    _exit(0);
}

// Ignored signals would stay ignored in the new program, and blocked signals would stay blocked
// (execve(2)).
void reset_signals() {
    for (int number = 1; number < NSIG; ++number) {
        std::signal(number, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           const std::vector<std::pair<std::string, std::string>>& environment) {
    std::vector<std::string> argument_texts = arguments;
    std::vector<std::string> variables = environment_with(environment);
    const std::vector<char*> argument_pointers = pointers(argument_texts);
    std::vector<char*> variable_pointers = pointers(variables);
    Pipe output(O_NONBLOCK);
    Pipe errors(O_NONBLOCK);
    Pipe report(O_NONBLOCK);
    start_watcher();
    const pid_t parent = getpid();
    program_ = fork();
    if (program_ < 0) {
        const std::system_error error = failure("fork");
        end();
        throw error;
    }
    if (program_ == 0) {
        run_program(argument_pointers.data(), variable_pointers.data(), output.write_end.get(),
                    errors.write_end.get(), report.write_end.get(), parent);
    }
    setpgid(program_, group_); // it does the same: whichever comes first
    output_ = std::move(output.read_end);
    errors_ = std::move(errors.read_end);
    report_ = std::move(report.read_end);
}

void ChildProcess::start_watcher() {
    Pipe alive;
    // The watcher blocks all signals from its first moment on, so that only SIGKILL ends it: at
    // first it gets the signals of a terminal to promfile's group, later the signals that the
    // program sends to its own group.
    sigset_t all, ours;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &ours);
    const pid_t watcher = fork();
    const std::system_error error = failure("fork");
    if (watcher == 0) {
        setpgid(0, 0);
        alive.write_end = FileDescriptor();
        watch(alive.read_end.get());
    }
    sigprocmask(SIG_SETMASK, &ours, nullptr);
    if (watcher < 0) {
        throw error;
    }
    // It does the same: whichever comes first.
    if (setpgid(watcher, watcher) != 0 && getpgid(watcher) != watcher) {
        const std::system_error group_error = failure("setpgid");
        kill(watcher, SIGKILL);
        reap(watcher, std::chrono::seconds(1));
        throw group_error;
    }
    group_ = watcher;
    alive_ = std::move(alive.write_end);
}

// Between fork and exec: system calls only. A fault is written to `report`, whose end is closed if
// the program starts.
void ChildProcess::run_program(char* const* arguments, char** environment, int output, int errors,
                               int report, pid_t parent) const {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(0);
    }
    const bool in_group = setpgid(0, group_) == 0 || getpgrp() == group_;
    const int null = in_group ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
    const bool ready = null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
                       dup2(output, STDOUT_FILENO) >= 0 && dup2(errors, STDERR_FILENO) >= 0 &&
                       chdir("/") == 0;
    if (ready) {
        // Ours are closed by O_CLOEXEC; these are descriptors that promfile was started with.
        constexpr unsigned close_on_exec = 1U << 2; // CLOSE_RANGE_CLOEXEC, since Linux 5.11
        close_range(STDERR_FILENO + 1, ~0U, close_on_exec);
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        reset_signals();
        environ = environment; // which has the PATH that counts
        execvp(arguments[0], arguments);
    }
    const int error = errno;
    [[maybe_unused]] const ssize_t written = write(report, &error, sizeof error);
    _exit(127);
}

std::optional<ProcessEnding> ChildProcess::ending() {
    if (!ending_ && program_ > 0) {
        const std::optional<int> status = reap(program_, {});
        if (status) {
            program_ = 0;
            ending_.emplace();
            if (read(report_.get(), &ending_->start_error, sizeof(int)) != sizeof(int)) {
                ending_->start_error = 0;
            }
            ending_->status = WIFEXITED(*status) ? WEXITSTATUS(*status) : 0;
            ending_->signal = WIFSIGNALED(*status) ? WTERMSIG(*status) : 0;
        }
    }
    return ending_;
}

void ChildProcess::end() {
    constexpr auto grace = std::chrono::milliseconds(500);
    constexpr auto patience = std::chrono::milliseconds(1000);
    if (program_ > 0) {
        kill(-group_, SIGTERM);
        if (reap(program_, grace)) {
            program_ = 0;
        }
    }
    if (group_ > 0) {
        kill(-group_, SIGKILL);
    }
    for (pid_t* process : {&program_, &group_}) {
        if (*process > 0) {
            reap(*process, patience);
            *process = 0;
        }
    }
}

} // namespace promfile
