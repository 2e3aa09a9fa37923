#include "sensors/lm_sensors_lexer.hpp"

#include "support/ascii.hpp"

namespace promfile {

namespace {

constexpr std::string_view blanks = " \f\r\t\v";
constexpr std::string_view symbols = "+-*/(),@^`";
constexpr std::string_view digits = "0123456789";

bool is_separator(char c) {
    return blanks.find(c) != std::string_view::npos;
}

bool is_identifier(char c) {
    return is_digit(c) || is_letter(c) || c == '_';
}

// The length of [0-9]*.?[0-9]+ at the beginning of `text`, or 0.
size_t number_length(std::string_view text) {
    const size_t whole = std::min(text.find_first_not_of(digits), text.size());
    if (whole < text.size() && text[whole] == '.') {
        const size_t end = std::min(text.find_first_not_of(digits, whole + 1), text.size());
        if (end > whole + 1) {
            return end;
        }
    }
    return whole;
}

size_t identifier_length(std::string_view text) {
    size_t length = 0;
    while (length < text.size() && is_identifier(text[length])) {
        ++length;
    }
    return length;
}

char unescaped(char c) {
    constexpr std::string_view letters = "abfnrtv";
    constexpr std::string_view values = "\a\b\f\n\r\t\v";
    const size_t at = letters.find(c);
    return at == std::string_view::npos ? c : values[at];
}

} // namespace

bool LmLexer::next_statement() {
    while (!at_end()) {
        if (current() == '\n') {
            ++at_;
            ++line_;
        } else if (is_separator(current())) {
            ++at_;
        } else if (current() == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            return true;
        }
    }
    return false;
}

std::string LmLexer::keyword() {
    const size_t from = at_;
    while (!at_end() && is_lower(current())) {
        ++at_;
    }
    return std::string(text_.substr(from, at_ - from));
}

LmToken LmLexer::next() {
    for (;;) {
        while (!at_end() && is_separator(current())) {
            ++at_;
        }
        if (current() != '\\') {
            break;
        }
        const size_t end = text_.find_first_not_of(blanks, at_ + 1);
        if (end == std::string_view::npos || text_[end] != '\n') {
            return {LmToken::Kind::bad, "a backslash that does not end the line"};
        }
        at_ = end + 1;
        ++line_;
    }
    const char c = current();
    if (c == '\n' || c == '#') {
        return {LmToken::Kind::end, ""};
    }
    if (c == '"') {
        return quoted();
    }
    if (symbols.find(c) != std::string_view::npos) {
        ++at_;
        return {LmToken::Kind::symbol, std::string(1, c)};
    }
    // The longer one counts: 5 is a number, 5VSB a name.
    const std::string_view rest = text_.substr(at_);
    const size_t number = number_length(rest);
    const size_t identifier = identifier_length(rest);
    const size_t length = std::max(number, identifier);
    if (length == 0 || (identifier <= number && rest.substr(length).starts_with('.'))) {
        return {LmToken::Kind::bad,
                length == 0 ? "an unexpected '" + std::string(1, c) + "'" : "a malformed number"};
    }
    at_ += length;
    return {number >= identifier ? LmToken::Kind::number : LmToken::Kind::name,
            std::string(rest.substr(0, length))};
}

LmToken LmLexer::quoted() {
    std::string text;
    for (++at_; !at_end() && current() != '\n'; ++at_) {
        if (current() == '"') {
            ++at_;
            if (current() == '"') {
                return {LmToken::Kind::bad, "two quoted strings without a blank between them"};
            }
            return {LmToken::Kind::name, text};
        }
        if (current() == '\\' && at_ + 1 < text_.size()) {
            if (text_[at_ + 1] == '\n') {
                break;
            }
            text += unescaped(text_[++at_]);
        } else {
            text += current();
        }
    }
    return {LmToken::Kind::bad, "a string without its closing quote"};
}

void LmLexer::skip_line() {
    at_ = std::min(text_.find('\n', at_), text_.size());
}

} // namespace promfile
