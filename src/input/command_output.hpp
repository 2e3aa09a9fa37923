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
    // Says what is wrong with the output: nothing was printed, it is not XML, or the fault; and
    // what `with_context` adds.
    std::string explained(const std::string& fault) const override;

private:
    std::optional<std::size_t> read_some(char* data, std::size_t size);
    void wait();
    void read_errors();
    void check_time();
    void check_ending(const ProcessEnding& ending);
    [[noreturn]] void fail(const std::string& cause);
    // The sentence with the last line of the command's standard error, and with advice on an
    // argument that only a shell would read.
    std::string with_context(const std::string& sentence) const;

    StoreCommand command_;
    ReadingTime time_;
    double end_; // of the time that it may run
    std::optional<ChildProcess> process_;
    bool output_ended_ = false;
    bool errors_ended_ = false;
    bool finished_ = false;
    char first_ = 0;                     // of the output, after white space; 0: nothing was printed
    int pause_ = 1;                      // milliseconds of the next wait for its end
    std::string errors_;                 // the last of what it wrote to standard error
    std::optional<std::string> failure_; // of the command itself
};

// The command as a shell would take it, for messages and summaries.
std::string command_line(const StoreCommand& command);

} // namespace promfile
