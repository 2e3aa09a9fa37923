#pragma once

#include <string>
#include <string_view>

namespace promfile {

// The words of a statement of sensors.conf(5).
struct LmToken {
    enum class Kind {
        name,   // an identifier or a quoted string
        number, // 10, 10.4 or .4
        symbol, // one of + - * / ( ) , @ ^ `
        end,    // of the line
        bad     // `text` says why
    };
    Kind kind = Kind::end;
    std::string text;
};

// Splits a configuration into statements (a backslash continues a line) and these into tokens.
class LmLexer {
public:
    explicit LmLexer(std::string_view text) : text_(text) {}

    // Goes to the next statement; false at the end of the text.
    bool next_statement();
    // The line, from 1, of the next token.
    unsigned line() const { return line_; }
    // The lower-case letters at the beginning of the statement ("label"); may be empty.
    std::string keyword();
    LmToken next();
    // Skips the rest of the statement's line.
    void skip_line();

private:
    LmToken quoted();
    bool at_end() const { return at_ >= text_.size(); }
    char current() const { return at_end() ? '\n' : text_[at_]; }

    std::string_view text_;
    size_t at_ = 0;
    unsigned line_ = 1;
};

} // namespace promfile
