#pragma once

#include <string_view>

namespace promfile::suggest {

// Are the values of a field a secret, by its name in snake case? `harmless` says that all of them
// are numbers, times or words such as yes and no: counts of sessions, tokens and passed tests are
// not secrets, a number called password is.
bool is_secret_name(std::string_view name, bool harmless);

// Are the values of a field about a person, by its name in snake case? `harmless` as above: the
// time of the last login is not personal.
bool is_personal_name(std::string_view name, bool harmless);

// Does a text look like a secret, whatever its field is called: a token of a known service, a
// password in an address or in an option, a long random word?
bool is_secret_text(std::string_view text);

// Does the text hold a telephone number such as "+491701234567"?
bool holds_international_number(std::string_view text);

} // namespace promfile::suggest
