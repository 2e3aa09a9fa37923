#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The warnings of a pure stage: whole sentences without a final full stop, which name path, place
// and cause. The stage returns or appends them; `Log` prints and counts them.
using Warnings = std::vector<std::string>;

// The style of messages, for a terminal, the journal or a file.
struct LogStyle {
    bool color = false;         // a terminal, and NO_COLOR unset
    bool journal = false;       // systemd's journal: the priority, <3> or <4>, comes first
    bool show_warnings = false; // -v, --debug, --check, or stderr is a terminal
    bool quiet = false;         // -q: neither warnings nor the summary
    bool excerpts = false;      // a terminal: a message shows the line that it is about

    // The style for this stream and environment; the options of the run are set later.
    static LogStyle detect(std::FILE* stream);
};

// Messages to people, one line each: "promfile: error: cannot read /x: Permission denied".
// Control characters in a message are printed as escapes, so that no path can move the cursor. A
// stream that cannot be written to is not an error: messages are lost, and the run goes on.
class Log {
public:
    Log(std::FILE* stream, LogStyle style) : stream_(stream), style_(style) {}

    // `excerpt`: lines to print below the sentence on a terminal, such as a line of a file and a
    // caret.
    void error(std::string_view sentence, std::string_view excerpt = {});
    void warn(std::string_view sentence); // counted even when it is not shown
    void warn(const Warnings& sentences);
    // A line of the summary of --debug and -v, without a prefix.
    void info(std::string_view line);

    // Advice about a legal but unusual configuration. Printed like warnings, and never counted.
    void advise(const Warnings& sentences);

    // Shows a line on the terminal until the next progress line or message replaces it; "" removes
    // it.
    void progress(std::string_view line);

    // Settings of the command line, which are known after the first messages may have been printed.
    void be_quiet(bool quiet) { style_.quiet = quiet; }
    void show_warnings(bool show) { style_.show_warnings |= show; }

    unsigned warnings() const { return warnings_; }
    const LogStyle& style() const { return style_; }

private:
    void print(std::string_view kind, std::string_view color, int priority, std::string_view text);

    // Removes the progress line, on which a message would otherwise continue.
    void clear_progress();
    void write(std::string_view text);

    std::FILE* stream_;
    LogStyle style_;
    bool shows_progress_ = false;
    unsigned warnings_ = 0;
};

} // namespace promfile
