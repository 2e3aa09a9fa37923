#include "suggest/state_words.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

constexpr size_t max_state_words = 4; // longer texts are sentences

bool denies_trouble(const Words& words) {
    return words.size() == 2 && words.front() == "no" &&
           is_word(words.back(), "error errors fault faults problem problems alarm alarms warning "
                                 "warnings");
}

} // namespace

bool is_bad_state(std::string_view text) {
    const Words words = split_words(text);
    if (words.empty() || words.size() > max_state_words || denies_trouble(words)) {
        return false;
    }
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return is_word(word, "not no") || is_word(word, vocabulary::bad_state_words);
    });
}

bool is_good_state(std::string_view text) {
    const Words words = split_words(text);
    if (words.empty() || words.size() > max_state_words || is_bad_state(text)) {
        return false;
    }
    return denies_trouble(words) || is_word(words.front(), vocabulary::good_state_words) ||
           is_word(words.back(), vocabulary::good_state_words);
}

} // namespace promfile::suggest
