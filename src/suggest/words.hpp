#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Names of elements and attributes as words. A list of words is one text with blanks between them;
// a word of a list may itself have underscores ("bytes_in").

namespace promfile::suggest {

using Words = std::vector<std::string>;

// "clusterOptions", "cluster-options" and "ns:ClusterOptions" are all {"cluster", "options"}.
Words split_words(std::string_view name);

std::string joined(const Words& words, std::string_view separator = "_");

// The words of a name in lower case with underscores between them.
std::string snake_case(std::string_view name);

// Does one word of `list` stand in the snake-case name, between underscores or its ends?
bool holds_word(std::string_view name, std::string_view list);
// The same, and it is the end of the name.
bool ends_in_word(std::string_view name, std::string_view list);
// The same, and it is the whole name.
bool is_word(std::string_view name, std::string_view list);
// Does a text of the list stand anywhere in the name?
bool holds_text(std::string_view name, std::string_view list);

bool is_plural_of(std::string_view plural, std::string_view singular);
std::string plural_of(const std::string& word);

// Runs of words that follow themselves are there once: "a b a b c" is "a b c".
Words without_repeats(Words words);

// "1 rule", "2 rules".
std::string counted(std::uint64_t count, const std::string& noun);

std::string lower_case(std::string_view text);
// The first letter in upper case.
std::string capitalized(std::string text);

} // namespace promfile::suggest
