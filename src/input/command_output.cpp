#include "input/command_output.hpp"

#include "support/error.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace promfile {

namespace {

constexpr int max_pause = 16;             // milliseconds
constexpr std::size_t kept_errors = 4096; // bytes of standard error
constexpr std::string_view blank = " \t\r\n";

// Words that a shell reads, and that a program without a shell gets as arguments.
constexpr std::string_view shell_words[] = {"|",  "||", "&",    "&&", ";",          ">",
                                            ">>", "<",  "2>&1", "2>", "2>/dev/null"};

std::string shell_word(const std::string& text) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_-+=./:,@%";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
        return text;
    }
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return quoted + "'";
}

// The PATH in which the program is looked up.
std::string search_path(const StoreCommand& command) {
    for (const auto& [name, value] : command.environment) {
        if (name == "PATH") {
            return value;
        }
    }
    const char* path = std::getenv("PATH");
    return path == nullptr ? "/bin:/usr/bin" : path;
}

} // namespace

CommandOutput::CommandOutput(const StoreCommand& command, const ReadingTime& time)
    : StoreInput(command.name), command_(command), time_(time),
      end_(time.now() + command.timeout.value_or(time.store_timeout)) {
    time.check_run(name_);
    try {
        process_.emplace(command.command, command.environment);
    } catch (const std::system_error& error) {
        fail(fmt::format("cannot run {}: {}", command.command.front(), error.what()));
    }
}

std::size_t CommandOutput::read(char* data, std::size_t size) {
    for (;;) {
        check_time();
        if (const auto got = read_some(data, size)) {
            return *got;
        }
    }
}

// Reads available output, or waits a moment and returns nothing; 0 after the command has ended
// well.
std::optional<std::size_t> CommandOutput::read_some(char* data, std::size_t size) {
    if (finished_) {
        return 0;
    }
    // Asked before reading: all output of an ended command is then in the pipe. Bytes that come
    // later are from a process that the command left running.
    const std::optional<ProcessEnding> ending = process_->ending();
    if (!output_ended_) {
        const ssize_t got = ::read(process_->output(), data, size);
        if (got > 0) {
            const auto count = static_cast<std::size_t>(got);
            bytes_read_ += count;
            if (first_ == 0) {
                const std::string_view text(data, count);
                const std::size_t begin = text.find_first_not_of(blank);
                first_ = begin == text.npos ? '\0' : text[begin];
            }
            return count;
        }
        if (got < 0 && errno != EAGAIN && errno != EINTR) {
            fail(std::strerror(errno));
        }
        output_ended_ = got == 0 || (ending && errno == EAGAIN);
    }
    if (output_ended_ && ending) {
        finished_ = true;
        read_errors();
        process_->end();
        check_ending(*ending);
        return 0;
    }
    wait();
    read_errors();
    return std::nullopt;
}

// Waits until the command has written something or a few milliseconds are over: its end shows in no
// descriptor if it has closed them, or if another process has them, too.
void CommandOutput::wait() {
    std::array<pollfd, 2> pipes{pollfd{output_ended_ ? -1 : process_->output(), POLLIN, 0},
                                pollfd{errors_ended_ ? -1 : process_->errors(), POLLIN, 0}};
    poll(pipes.data(), pipes.size(), output_ended_ ? pause_ : max_pause);
    if (output_ended_) {
        pause_ = std::min(2 * pause_, max_pause);
    }
}

// Reads standard error, lest the command wait for it, and keeps the last of it.
void CommandOutput::read_errors() {
    constexpr int max_reads = 64; // the command may write faster than this reads
    std::array<char, kept_errors> buffer{};
    for (int i = 0; i < max_reads && !errors_ended_; ++i) {
        const ssize_t got = ::read(process_->errors(), buffer.data(), buffer.size());
        if (got < 0) {
            return;
        }
        errors_ended_ = got == 0;
        errors_.append(buffer.data(), static_cast<std::size_t>(got));
        errors_.erase(0, errors_.size() - std::min(errors_.size(), kept_errors));
    }
}

void CommandOutput::check_time() {
    const bool is_late = !finished_ && time_.now() >= end_;
    if (!is_late && !time_.is_over()) {
        return;
    }
    process_->end();
    read_errors();
    if (is_late) {
        fail(fmt::format("it did not end within {} s ({})",
                         format_number(command_.timeout.value_or(time_.store_timeout)),
                         command_.timeout ? "its timeout" : "--store-timeout"));
    }
    try {
        time_.check_run(name_);
    } catch (const Error& error) {
        failure_ = with_context(error.what());
        throw Error(*failure_);
    }
}

void CommandOutput::check_ending(const ProcessEnding& ending) {
    const std::string& program = command_.command.front();
    if (ending.start_error != 0) {
        const bool is_searched =
            ending.start_error == ENOENT && program.find('/') == std::string::npos;
        fail(is_searched
                 ? fmt::format("{} is not found in PATH ({})", program, search_path(command_))
                 : fmt::format("cannot run {}: {}", program, std::strerror(ending.start_error)));
    }
    if (ending.signal != 0) {
        fail(fmt::format("signal {} ended it ({})", ending.signal, strsignal(ending.signal)));
    }
    if (ending.status != 0) {
        fail(fmt::format("its exit status is {}", ending.status));
    }
}

void CommandOutput::fail(const std::string& cause) {
    failure_ = with_context(fmt::format("the command {} failed: {}", name_, cause));
    throw Error(*failure_);
}

std::optional<std::string> CommandOutput::failure() {
    constexpr double patience = 1; // seconds
    const double until = std::min(end_, time_.now() + patience);
    std::array<char, 64 << 10> unused{};
    try {
        while (!failure_ && read_some(unused.data(), unused.size()) != 0 && time_.now() < until) {
        }
    } catch (const Error&) { // it is `failure_` now
    }
    return failure_;
}

std::string CommandOutput::explained(const std::string& fault) const {
    if (first_ == 0) {
        return with_context(fmt::format("the command {} printed nothing", name_));
    }
    // Other bytes may be the beginning of a document in UTF-16 or UTF-32.
    const bool is_text = first_ > ' ' && first_ < 0x7f && first_ != '<';
    return with_context(is_text ? fmt::format("the output of {} is not XML: {}", name_, fault)
                                : fmt::format("cannot read the output of {}: {}", name_, fault));
}

std::string CommandOutput::with_context(const std::string& sentence) const {
    constexpr std::size_t max_shown = 300; // bytes
    std::string_view last = errors_;
    last = last.substr(0, last.find_last_not_of(blank) + 1);
    last.remove_prefix(last.find_last_of("\r\n") + 1);
    std::string out = sentence;
    if (!last.empty()) {
        out += fmt::format("; the command says: {}", to_utf8(last.substr(0, max_shown)));
    }
    const auto word = std::find_first_of(command_.command.begin(), command_.command.end(),
                                         std::begin(shell_words), std::end(shell_words));
    if (word != command_.command.end()) {
        out += fmt::format("; its argument \"{}\" has a meaning only to a shell: write command = "
                           "[\"sh\", \"-c\", \"...\"]",
                           *word);
    }
    return out;
}

std::string command_line(const StoreCommand& command) {
    std::string line;
    for (const std::string& word : command.command) {
        line += (line.empty() ? "" : " ") + shell_word(word);
    }
    return line;
}

} // namespace promfile
