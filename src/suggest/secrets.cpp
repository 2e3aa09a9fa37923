#include "suggest/secrets.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace promfile::suggest {

namespace {

// What the tokens of well-known services begin with, and the shortest of them.
constexpr size_t min_token_bytes = 16;
constexpr std::array<std::string_view, 14> token_prefixes = {
    "AKIA",        "ASIA",   "AIza", "eyJ", "ghp_",  "gho_",  "ghs_",
    "github_pat_", "glpat-", "hvs.", "sk-", "xoxb-", "xoxp-", "ya29."};

// Before a secret, in lower case.
constexpr std::array<std::string_view, 13> introductions = {
    "password=", "passwd=", "pwd=",       "passphrase=", "token=",  "secret=",   "apikey=",
    "api_key=",  "_key=",   "--password", "--token",     "bearer ", "-----begin"};

// "user:password@host", with or without the scheme of an address before it.
bool has_password_in_address(std::string_view text) {
    const size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0) {
        return false;
    }
    std::string_view user = text.substr(0, at);
    if (const size_t scheme = user.rfind("//"); scheme != std::string_view::npos) {
        user.remove_prefix(scheme + 2);
    }
    user.remove_prefix(std::min(user.size(), user.rfind(' ') + 1));
    const size_t colon = user.find(':');
    return colon != std::string_view::npos && colon > 0 && colon + 1 < user.size() &&
           user.find('/') == std::string_view::npos;
}

// "Basic dXNlcjpwYXNz", as HTTP sends a name and a password, and not "Basic scan".
bool has_basic_authentication(std::string_view text, std::string_view lower) {
    constexpr std::string_view word = "basic ";
    const size_t at = lower.find(word);
    if (at == std::string_view::npos) {
        return false;
    }
    std::string_view code = text.substr(at + word.size());
    code = code.substr(0, code.find(' '));
    constexpr size_t min_bytes = 8;
    return code.size() >= min_bytes && std::any_of(code.begin() + 1, code.end(), [](char c) {
               return is_digit(c) || is_upper(c) || c == '=';
           });
}

// Words of a language have no digits between letters of both cases for so long.
bool has_random_word(std::string_view text) {
    constexpr size_t min_bytes = 20;
    size_t length = 0;
    bool upper = false;
    bool lower = false;
    bool digit = false;
    for (const char c : text) {
        if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
            length = 0;
            upper = lower = digit = false;
            continue;
        }
        ++length;
        upper |= is_upper(c);
        lower |= is_lower(c);
        digit |= is_digit(c);
        if (length >= min_bytes && upper && lower && digit) {
            return true;
        }
    }
    return false;
}

} // namespace

bool is_secret_name(std::string_view name, bool harmless) {
    return harmless ? holds_text(name, vocabulary::secret_number_texts) ||
                          holds_word(name, vocabulary::secret_number_words)
                    : holds_text(name, vocabulary::secret_texts) ||
                          holds_word(name, vocabulary::secret_number_words) ||
                          ends_in_word(name, vocabulary::secret_words);
}

bool is_personal_name(std::string_view name, bool harmless) {
    return holds_word(name, vocabulary::personal_words) ||
           (!harmless && holds_word(name, vocabulary::personal_text_words));
}

bool is_secret_text(std::string_view text) {
    const bool token =
        text.size() >= min_token_bytes && text.find(' ') == std::string_view::npos &&
        std::any_of(token_prefixes.begin(), token_prefixes.end(),
                    [&](std::string_view prefix) { return text.starts_with(prefix); });
    const std::string lower = lower_case(text);
    const bool introduced =
        std::any_of(introductions.begin(), introductions.end(),
                    [&](std::string_view words) { return lower.find(words) != std::string::npos; });
    return token || introduced || has_basic_authentication(text, lower) ||
           has_password_in_address(text) || has_random_word(text);
}

bool holds_international_number(std::string_view text) {
    constexpr size_t min_digits = 8;
    for (size_t at = text.find('+'); at != std::string_view::npos; at = text.find('+', at + 1)) {
        const std::string_view rest = text.substr(at + 1);
        const auto end =
            std::find_if(rest.begin(), rest.end(), [](char c) { return !is_digit(c); });
        const bool inside = at > 0 && (is_digit(text[at - 1]) || is_lower(to_lower(text[at - 1])));
        if (!inside && static_cast<size_t>(end - rest.begin()) >= min_digits) {
            return true;
        }
    }
    return false;
}

} // namespace promfile::suggest
