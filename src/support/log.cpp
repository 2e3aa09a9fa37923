#include "support/log.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace promfile {

namespace {

// JOURNAL_STREAM is "device:inode" of the journal's socket. A process inherits the variable even if
// its stderr is redirected, so the variable alone proves nothing (systemd.exec(5)).
bool is_journal(int descriptor) {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    return stream != nullptr && fstat(descriptor, &status) == 0 &&
           fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

std::string without_controls(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace

LogStyle LogStyle::detect(std::FILE* stream) {
    const int descriptor = fileno(stream);
    const bool terminal = isatty(descriptor) != 0;
    const char* no_color = std::getenv("NO_COLOR");
    LogStyle style;
    style.color = terminal && (no_color == nullptr || *no_color == '\0');
    style.journal = is_journal(descriptor);
    style.show_warnings = terminal;
    style.excerpts = terminal;
    return style;
}

void Log::error(std::string_view sentence, std::string_view excerpt) {
    print("error: ", "\033[1;31m", 3, sentence);
    while (style_.excerpts && !excerpt.empty()) {
        const std::string_view line = excerpt.substr(0, excerpt.find('\n'));
        excerpt.remove_prefix(std::min(line.size() + 1, excerpt.size()));
        write(fmt::format("    {}\n", without_controls(line)));
    }
}

void Log::warn(std::string_view sentence) {
    ++warnings_;
    if (style_.show_warnings && !style_.quiet) {
        print("warning: ", "\033[1;33m", 4, sentence);
    }
}

void Log::warn(const Warnings& sentences) {
    for (const std::string& sentence : sentences) {
        warn(sentence);
    }
}

void Log::advise(const Warnings& sentences) {
    for (const std::string& sentence : sentences) {
        if (style_.show_warnings && !style_.quiet) {
            print("advice: ", "\033[1;36m", 5, sentence);
        }
    }
}

void Log::info(std::string_view line) {
    if (!style_.quiet) {
        clear_progress();
        write(fmt::format("{}\n", without_controls(line)));
    }
}

void Log::progress(std::string_view line) {
    if (!style_.quiet) {
        shows_progress_ = !line.empty();
        write(fmt::format("\r\033[K{}", without_controls(line)));
    }
}

void Log::clear_progress() {
    if (shows_progress_) {
        write("\r\033[K");
        shows_progress_ = false;
    }
}

void Log::print(std::string_view kind, std::string_view color, int priority,
                std::string_view text) {
    clear_progress();
    const std::string prefix = style_.journal ? fmt::format("<{}>", priority) : "";
    write(fmt::format("{}promfile: {}{}{}{}\n", prefix, style_.color ? color : "", kind,
                      style_.color ? "\033[0m" : "", without_controls(text)));
}

void Log::write(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream_);
    std::fflush(stream_);
}

} // namespace promfile
