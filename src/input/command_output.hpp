#pragma once

#include "input/store_argument.hpp"
#include "input/store_input.hpp"
#include "support/child_process.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace promfile {

// The output of a command, read as it comes. The store has failed, like a file that cannot be read,
// if the command cannot be started, exits with a status other than 0, is ended by a signal, or does
// not end in time, even if the document is complete. The output ends when the command's own process
// ends: children that it leaves running with the pipe open are ended and not waited for.
class CommandOutput : public StoreInput {
public:
    CommandOutput(const StoreCommand& command, const ReadingTime& time);

    std::size_t read(char* data, std::size_t size) override;
    // Gives the command a second to end.
    std::optional<std::string> failure() override;
    // Adds the last line of the command's standard error.
    std::string explained(const std::string& fault) const override;

private:
    std::optional<std::size_t> read_some(char* data, std::size_t size);
    void wait();
    void read_errors();
    void check_time();
    void check_ending(const ProcessEnding& ending);
    [[noreturn]] void fail(const std::string& cause);

    StoreCommand command_;
    ReadingTime time_;
    double end_; // of the time that it may run
    std::optional<ChildProcess> process_;
    bool output_ended_ = false;
    bool errors_ended_ = false;
    bool finished_ = false;
    int pause_ = 1;                      // milliseconds of the next wait for its end
    std::string errors_;                 // the last of what it wrote to standard error
    std::optional<std::string> failure_; // of the command itself
};

// The command as a shell would take it, for messages and summaries.
std::string command_line(const StoreCommand& command);

} // namespace promfile
