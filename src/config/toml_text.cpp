#include "config/toml_text.hpp"

#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <vector>

namespace promfile {

namespace {

class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) { out_.reserve(text.size()); }

    std::string scan() {
        if (rest_.starts_with("\xef\xbb\xbf")) { // a byte order mark
            copy(3);
        }
        while (!rest_.empty()) {
            switch (rest_.front()) {
            case '#':
                copy(std::min(rest_.find('\n'), rest_.size()));
                break;
            case '"':
            case '\'':
                last_ = rest_.front();
                copy_quoted(last_);
                break;
            default:
                copy_outside_texts();
            }
        }
        return std::move(out_);
    }

private:
    void copy(size_t size) {
        out_ += rest_.substr(0, size);
        rest_.remove_prefix(size);
    }

    size_t leading(std::string_view characters) const {
        return std::min(rest_.find_first_not_of(characters), rest_.size());
    }

    // Is a value to come next, and not a key?
    bool expects_value() const {
        return last_ == '=' ||
               (!open_.empty() && open_.back() == Open::array && (last_ == '[' || last_ == ','));
    }

    void copy_outside_texts() {
        const char c = rest_.front();
        if (std::string_view(" \t\r\n").find(c) != std::string_view::npos) {
            copy(1);
            return;
        }
        if (std::string_view("[]{},=").find(c) == std::string_view::npos && expects_value()) {
            copy_bare_value();
            return;
        }
        if (c == '[') {
            open_.push_back(expects_value() ? Open::array : Open::header);
        } else if (c == '{') {
            open_.push_back(Open::inline_table);
        } else if ((c == ']' || c == '}') && !open_.empty()) {
            open_.pop_back();
        }
        last_ = c;
        copy_syntax();
    }

    // A number, date or boolean, or anything in its place. toml++ reads on to its end before it
    // judges it, and a quote does not begin a text in it.
    void copy_bare_value() {
        while (!rest_.empty() &&
               std::string_view("\n,]}#").find(rest_.front()) == std::string_view::npos) {
            copy_syntax();
        }
        last_ = '0';
    }

    void copy_syntax() {
        const Utf8Character c = decode_utf8(rest_);
        if (c.length > 1) {
            out_ += '?';
            rest_.remove_prefix(c.length);
        } else {
            copy(1);
        }
    }

    void copy_quoted(char quote) {
        const char three[] = {quote, quote, quote};
        const bool multi_line = rest_.starts_with(std::string_view(three, 3));
        copy(multi_line ? 3 : 1);
        while (!rest_.empty()) {
            if (rest_.front() == quote) {
                const size_t quotes = leading(std::string_view(three, 1));
                if (!multi_line) {
                    copy(1);
                    return;
                }
                // Up to two quotes directly before the closing three belong to the text.
                copy(std::min<size_t>(quotes, 5));
                if (quotes >= 3) {
                    return;
                }
            } else if (rest_.front() == '\n' && !multi_line) {
                return; // the closing quote is missing, which toml++ reports
            } else if (rest_.front() == '\\' && quote == '"') {
                copy_escape(multi_line);
            } else {
                copy(1);
            }
        }
    }

    void copy_escape(bool multi_line) {
        copy(1);
        const size_t blanks = multi_line ? leading(" \t\r\n") : 0;
        if (blanks == 0) {
            if (!rest_.empty()) {
                copy_syntax();
            }
            return;
        }
        copy(blanks);
        const Utf8Character c = decode_utf8(rest_);
        if (c.length > 1) {
            fmt::format_to(std::back_inserter(out_), "\\U{:08X}",
                           static_cast<unsigned>(c.character));
            rest_.remove_prefix(c.length);
        }
    }

    enum class Open { header, array, inline_table };

    std::string_view rest_;
    std::string out_;
    std::vector<Open> open_; // brackets and braces
    char last_ = '\n';       // the last character that is not white space; a digit for a bare value
};

} // namespace

std::string with_ascii_syntax(std::string_view text) {
    return Scanner(text).scan();
}

} // namespace promfile
