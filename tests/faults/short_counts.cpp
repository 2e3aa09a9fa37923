// short_counts FIRST [COUNT] -- COMMAND...: runs promfile; its reads and writes from the FIRST
// (from 1, counted in all its processes) on, at most COUNT of them, transfer only half of what was
// asked for. The kernel sees the smaller count, as if a signal had come or a pipe were full, so
// that nothing is lost if the program asks again. Calls before main are left alone, and so are
// other programs that the command starts: glibc's loader takes a short read for a broken library.
// Prints the number of reads and writes as the last line of standard error. The exit status is that
// of the command, 77 on a processor other than x86-64 and ARM64.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

#if defined(__x86_64__)
constexpr bool is_known_processor = true;
unsigned long& third_argument(user_regs_struct& registers) {
    return reinterpret_cast<unsigned long&>(registers.rdx);
}
#elif defined(__aarch64__)
constexpr bool is_known_processor = true;
unsigned long& third_argument(user_regs_struct& registers) {
    return reinterpret_cast<unsigned long&>(registers.regs[2]);
}
#else
constexpr bool is_known_processor = false;
unsigned long& third_argument(user_regs_struct& registers) {
    return reinterpret_cast<unsigned long&>(registers);
}
#endif

bool transfers_bytes(unsigned long long number) {
    return number == SYS_read || number == SYS_write || number == SYS_pread64 ||
           number == SYS_pwrite64;
}

struct Faults {
    long first;
    long count;
    long seen = 0;
    bool in_main = false; // which begins by ignoring SIGXFSZ

    void on_entry(pid_t process) {
        __ptrace_syscall_info call{};
        if (ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof call, &call) <= 0 ||
            call.op != PTRACE_SYSCALL_INFO_ENTRY) {
            return;
        }
        in_main = in_main || (call.entry.nr == SYS_rt_sigaction && call.entry.args[0] == SIGXFSZ);
        if (!in_main || !transfers_bytes(call.entry.nr)) {
            return;
        }
        ++seen;
        if (seen < first || seen >= first + count || call.entry.args[2] < 2) {
            return;
        }
        user_regs_struct registers{};
        iovec part{&registers, sizeof registers};
        ptrace(PTRACE_GETREGSET, process, NT_PRSTATUS, &part);
        third_argument(registers) /= 2;
        ptrace(PTRACE_SETREGSET, process, NT_PRSTATUS, &part);
    }
};

int run(Faults faults, char** command) {
    const pid_t program = fork();
    if (program == 0) {
        ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        raise(SIGSTOP);
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    waitpid(program, &status, 0);
    ptrace(PTRACE_SETOPTIONS, program, nullptr,
           PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
               PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
    ptrace(PTRACE_SYSCALL, program, nullptr, nullptr);
    int ending = 1;
    for (pid_t process = 0; (process = waitpid(-1, &status, __WALL)) > 0;) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (process == program) {
                ending = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            }
            continue;
        }
        if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8) && process != program) {
            ptrace(PTRACE_DETACH, process, nullptr, nullptr);
            continue;
        }
        const int signal = WSTOPSIG(status);
        const bool is_call = signal == (SIGTRAP | 0x80);
        if (is_call) {
            faults.on_entry(process);
        }
        // The stops of ptrace itself: its events, and the first one of a new process.
        const bool is_ours = is_call || signal == SIGTRAP || signal == SIGSTOP;
        ptrace(PTRACE_SYSCALL, process, nullptr, is_ours ? 0 : signal);
    }
    std::fprintf(stderr, "%ld\n", faults.seen);
    return ending;
}

} // namespace

int main(int argc, char** argv) {
    char** end = argv + argc;
    char** dashes = std::find_if(argv, end, [](const char* word) { return !strcmp(word, "--"); });
    if (argc < 2 || end - dashes < 2) {
        std::fputs("usage: short_counts FIRST [COUNT] -- COMMAND...\n", stderr);
        return 2;
    }
    if (!is_known_processor) {
        return 77;
    }
    const long count = dashes - argv > 2 ? std::atol(argv[2]) : 1L << 30;
    return run({std::atol(argv[1]), count}, dashes + 1);
}
