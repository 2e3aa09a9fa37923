#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Names of elements and attributes as words. `list` is always a text of words with blanks between
// them; a word of a list may have underscores ("bytes_in").

namespace promfile::suggest {

using Words = std::vector<std::string>;

// "clusterOptions", "cluster-options" and "ns:ClusterOptions" are all {"cluster", "options"}.
Words split_words(std::string_view name);

std::string joined(const Words& words, std::string_view separator = "_");

// The words of a name in lower case with underscores between them.
std::string snake_case(std::string_view name);

// Does the snake-case name contain a word of `list`, between underscores or the ends of the name?
bool holds_word(std::string_view name, std::string_view list);
// Does the name end in a word of `list`?
bool ends_in_word(std::string_view name, std::string_view list);
// Is the name a word of `list`?
bool is_word(std::string_view name, std::string_view list);
// Does the name contain a word of `list` anywhere, even inside a word?
bool holds_text(std::string_view name, std::string_view list);

// Does the name end in "id" as an identifier does: "portid", not "valid" or "grid"?
bool ends_in_id(std::string_view name);

// Is `plural` an English plural of `singular`, or "singular_list", "singular_table" and the like?
bool is_plural_of(std::string_view plural, std::string_view singular);
std::string plural_of(const std::string& word);

// Removes immediate repetitions of up to three words: "a b a b c" becomes "a b c".
Words without_repeats(Words words);

// "1 rule", "2 rules".
std::string counted(std::uint64_t count, const std::string& noun);

std::string lower_case(std::string_view text);
// The text with its first letter in upper case.
std::string capitalized(std::string text);
// A word in lower case, written like another: "FAILURE" like "SUCCESS".
std::string in_case_of(std::string_view word, std::string_view like);

} // namespace promfile::suggest
