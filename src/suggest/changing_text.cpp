#include "suggest/changing_text.hpp"

#include "suggest/value_class.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <vector>

namespace promfile::suggest {

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            words.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string_view without_comma(std::string_view word) {
    word.remove_suffix(word.ends_with(',') ? 1 : 0);
    return word;
}

// "27,3" and "-1,5"
bool has_decimal_comma(std::string_view word) {
    const size_t comma = word.find(',');
    word.remove_prefix(word.starts_with('-') || word.starts_with('+') ? 1 : 0);
    return comma != std::string_view::npos && is_digit(word.front()) && is_digit(word.back()) &&
           std::count_if(word.begin(), word.end(), [](char c) { return !is_digit(c); }) == 1;
}

// "11/14/2026"
bool is_slashed_date(std::string_view word) {
    const size_t slash = word.rfind('/');
    const bool year_last = slash != std::string_view::npos && word.size() - slash == 5 &&
                           (word.substr(slash + 1, 2) == "19" || word.substr(slash + 1, 2) == "20");
    return year_last && std::count(word.begin(), word.end(), '/') == 2 &&
           std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '/'; });
}

} // namespace

bool changes_by_itself(std::string_view text) {
    constexpr std::string_view units =
        "day days hour hours hr hrs min mins minute minutes sec secs second seconds week weeks "
        "month months year years ago db dbm va kva var lux bar mbar hpa psi mph knots ppm";
    constexpr std::string_view months =
        "jan feb mar apr may jun jul aug sep oct nov dec january february march april june july "
        "august september october november december";
    const std::vector<std::string_view> words = words_of(text);
    for (size_t i = 0; i < words.size(); ++i) {
        const ClassifiedValue word = classify(words[i]);
        if ((words.size() > 1 && (word.value_class == ValueClass::duration ||
                                  (word.value_class == ValueClass::quantity &&
                                   is_word(word.detail, "seconds ratio")))) ||
            has_decimal_comma(words[i]) || is_slashed_date(words[i])) {
            return true;
        }
        if (i > 0 && parse_number(words[i - 1]) &&
            is_word(lower_case(without_comma(words[i])), units)) {
            return true;
        }
        const bool of_day = (i > 0 && parse_number(words[i - 1])) ||
                            (i + 1 < words.size() && parse_number(words[i + 1]));
        if (of_day && is_word(lower_case(words[i]), months)) {
            return true;
        }
    }
    return false;
}

} // namespace promfile::suggest
