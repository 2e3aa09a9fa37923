#pragma once

#include "support/file_descriptor.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace promfile {

// How a program ended.
struct ProcessEnding {
    int start_error = 0; // an errno: it could not be started
    int status = 0;      // of its exit
    int signal = 0;      // that ended it
};

// A program that runs as a child of this process, with pipes at its standard output and standard
// error, and standard input from /dev/null. It has the directory /, no other descriptor of ours,
// no ambient capabilities, and every signal at its default.
//
// The program and its children run in a process group of their own. A second child, the watcher,
// leads the group, so that its number cannot become the number of another group. The watcher ends
// the group if this process ends in any way, kill -9 included. A process that leaves the group
// (setsid) is not ended.
class ChildProcess {
public:
    // `arguments` begin with the program, which is looked up in PATH if it has no slash.
    // `environment` is added to ours. Throws std::system_error.
    ChildProcess(const std::vector<std::string>& arguments,
                 const std::vector<std::pair<std::string, std::string>>& environment);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() { end(); }

    // The ends of the pipes, which never block.
    int output() const { return output_.get(); }
    int errors() const { return errors_.get(); }

    // Nothing while the program runs.
    std::optional<ProcessEnding> ending();

    // Ends the program, by SIGTERM and half a second later by SIGKILL, and then its group.
    void end();

private:
    void start_watcher();
    [[noreturn]] void run_program(char* const* arguments, char** environment, int output,
                                  int errors, int report, pid_t parent) const;

    FileDescriptor output_;
    FileDescriptor errors_;
    FileDescriptor report_; // the errno if exec fails
    FileDescriptor alive_;  // the watcher reads its other end, which ends with this process
    pid_t group_ = 0;       // and the watcher, until it is reaped
    pid_t program_ = 0;     // until it is reaped
    std::optional<ProcessEnding> ending_;
};

} // namespace promfile
