// Runs commands in turn (A B C A B C ...) and prints the time and memory of each run:
//
//     measure PLAN [ONCE_ABOVE_SECONDS [KILL_ABOVE_SECONDS]]
//
// PLAN has a line for each command, with fields separated by tabs: name, number of runs, file for
// its standard output, program, arguments. The runs of a command with fewer runs than another are
// spread over all rounds. A command that takes longer than ONCE_ABOVE_SECONDS (60) is not run
// again, and is killed after KILL_ABOVE_SECONDS (240). The output is separated by tabs, in seconds
// and KiB: name, wall time, processor time (user and system, including children that were waited
// for), peak memory (of its largest process), exit status.
//
// A process reports at least the peak memory of its parent (getrusage(2)), and a small parent
// starts a process faster. So this is a static program with little memory, and not a script.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace {

struct Command {
    std::vector<char*>
        words; // name, runs, output, program, arguments, null; owned by the plan's text
    long runs = 0;
    int output = -1;
    int errors = -1;
    bool given_up = false;
};

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "measure: %s: %s\n", what, std::strerror(errno));
    std::exit(1);
}

int open_emptied(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        fail(path.c_str());
    }
    return file;
}

std::string read_text(const char* path) {
    std::string text;
    char buffer[4096];
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fail(path);
    }
    for (ssize_t size; (size = read(file, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(size));
    }
    close(file);
    return text;
}

std::vector<Command> parse_plan(std::string& text) {
    std::vector<Command> commands;
    for (char *rest = text.data(), *line; (line = strsep(&rest, "\n")) != nullptr;) {
        Command command;
        for (char* word; (word = strsep(&line, "\t")) != nullptr;) {
            command.words.push_back(word);
        }
        if (command.words.size() < 4) {
            continue;
        }
        command.words.push_back(nullptr);
        command.runs = std::atol(command.words[1]);
        command.output = open_emptied(command.words[2]);
        command.errors = open_emptied(command.words[2] + std::string(".errors"));
        commands.push_back(std::move(command));
    }
    return commands;
}

void empty(int file) {
    if (ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0) {
        fail("cannot empty an output file");
    }
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

pid_t killed_at_alarm = 0;

void run(Command& command, double once_above, unsigned kill_above) {
    empty(command.output);
    empty(command.errors);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, command.output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, command.errors, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

    const auto start = std::chrono::steady_clock::now();
    pid_t process = 0;
    errno =
        posix_spawn(&process, command.words[3], &actions, &attributes, &command.words[3], environ);
    if (errno != 0) {
        fail(command.words[3]);
    }
    killed_at_alarm = process;
    alarm(kill_above);
    int status = 0;
    rusage usage{};
    while (wait4(process, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            fail("cannot wait");
        }
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    alarm(0);

    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    command.given_up = wall.count() > once_above || status != 0;
    std::printf("%s\t%.7f\t%.6f\t%ld\t%d\n", command.words[0], wall.count(),
                seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss,
                WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: measure PLAN [ONCE_ABOVE_SECONDS [KILL_ABOVE_SECONDS]]\n", stderr);
        return 2;
    }
    const double once_above = argc > 2 ? std::atof(argv[2]) : 60;
    const auto kill_above = static_cast<unsigned>(argc > 3 ? std::atoi(argv[3]) : 240);
    std::string text = read_text(argv[1]);
    std::vector<Command> commands = parse_plan(text);
    std::signal(SIGALRM, [](int) { kill(-killed_at_alarm, SIGKILL); });

    long rounds = 0;
    for (const Command& command : commands) {
        rounds = std::max(rounds, command.runs);
    }
    for (long round = 0; round < rounds; ++round) {
        for (Command& command : commands) {
            const bool due = (round * command.runs) % rounds < command.runs;
            if (due && !command.given_up) {
                run(command, once_above, kill_above);
            }
        }
    }
}
