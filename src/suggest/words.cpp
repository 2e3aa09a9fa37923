#include "suggest/words.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

// Calls `matches` with each word of the list until it returns true.
template<typename Matches>
bool any_of_list(std::string_view list, Matches matches) {
    while (!list.empty()) {
        const size_t end = std::min(list.find(' '), list.size());
        if (end > 0 && matches(list.substr(0, end))) {
            return true;
        }
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

bool begins_word(std::string_view name, size_t at) {
    return at == 0 || name[at - 1] == '_';
}

// Words that some programs write as one: any of `before` with any of `after`.
struct Compound {
    std::string_view before;
    std::string_view after;
};
constexpr Compound compounds[] = {
    {"in out rx tx", "bytes octets pkts packets frames ucast mcast bcast errors discards drops"},
    {"current peak max unique average total active stream",
     "listeners viewers clients users sessions connections players hits uptime time"},
    {"start stop end begin", "time date"},
    {"job", "bytes files errors"},
    {"last next first", "update updated check checked seen modified changed run access"},
};

// Words before kB, as in "rxkB". The end of "diskB" is not a unit.
constexpr std::string_view before_kilobytes = "r w d rd wr rx tx in out";

// Do the letters from `at` - 1 to the end of the word spell a unit such as mV? No other letter may
// stand before them, and before kB one of `before_kilobytes`. `word` holds the letters before `at`.
bool is_unit(std::string_view name, size_t at, std::string_view word) {
    constexpr std::string_view units = "kB kV kW kWh kHz mV mA mW mAh";
    size_t end = at;
    while (end < name.size() && (is_lower(name[end]) || is_upper(name[end]))) {
        ++end;
    }
    const std::string_view unit = name.substr(at - 1, end - at + 1);
    return is_word(unit, units) &&
           (word.size() == 1 ||
            (unit == "kB" && is_word(word.substr(0, word.size() - 1), before_kilobytes)));
}

// Adds a word, and "inbytes" as "in" and "bytes".
void add_word(Words& words, std::string word) {
    const std::string_view whole = word;
    for (const Compound& compound : compounds) {
        const bool split = any_of_list(compound.before, [&](std::string_view before) {
            const bool fits =
                whole.starts_with(before) && is_word(whole.substr(before.size()), compound.after);
            if (fits) {
                words.emplace_back(before);
                words.emplace_back(whole.substr(before.size()));
            }
            return fits;
        });
        if (split) {
            return;
        }
    }
    words.push_back(std::move(word));
}

// Without the prefix of a namespace, or the packages of a class as in "hudson.model.Queue".
std::string_view without_qualifier(std::string_view name) {
    const size_t colon = name.rfind(':');
    if (colon != std::string_view::npos) {
        name.remove_prefix(colon + 1);
    }
    const size_t dot = name.rfind('.');
    const bool in_packages = dot != std::string_view::npos && dot + 1 < name.size() &&
                             is_upper(name[dot + 1]) && name.find('.') < dot &&
                             std::none_of(name.begin(), name.begin() + dot, is_upper);
    return in_packages ? name.substr(dot + 1) : name;
}

} // namespace

Words split_words(std::string_view name) {
    name = without_qualifier(name);
    Words words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) {
            add_word(words, std::move(word));
            word.clear();
        }
    };
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
            finish();
            continue;
        }
        if (is_upper(c) && i > 0) {
            const bool after_word = is_lower(name[i - 1]) || is_digit(name[i - 1]);
            const bool before_word =
                is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
            if (is_unit(name, i, word)) {
                const char first = word.back();
                word.pop_back();
                finish();
                word = first;
            } else if (after_word || before_word) {
                finish();
            }
        }
        word += to_lower(c);
    }
    finish();
    return words;
}

std::string joined(const Words& words, std::string_view separator) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) {
            text += separator;
        }
        text += word;
    }
    return text;
}

std::string snake_case(std::string_view name) {
    return joined(split_words(name));
}

bool holds_word(std::string_view name, std::string_view list) {
    return any_of_list(list, [&](std::string_view word) {
        for (size_t at = name.find(word); at != std::string_view::npos;
             at = name.find(word, at + 1)) {
            const size_t end = at + word.size();
            if (begins_word(name, at) && (end == name.size() || name[end] == '_')) {
                return true;
            }
        }
        return false;
    });
}

bool ends_in_word(std::string_view name, std::string_view list) {
    return any_of_list(list, [&](std::string_view word) {
        return name.ends_with(word) && begins_word(name, name.size() - word.size());
    });
}

bool is_word(std::string_view name, std::string_view list) {
    return any_of_list(list, [&](std::string_view word) { return name == word; });
}

bool holds_text(std::string_view name, std::string_view list) {
    return any_of_list(
        list, [&](std::string_view text) { return name.find(text) != std::string_view::npos; });
}

bool ends_in_id(std::string_view name) {
    constexpr std::string_view others =
        "valid invalid paid unpaid prepaid grid avoid rapid liquid solid fluid hybrid void mid bid "
        "aid rid acid humid android overlaid amid";
    return name.ends_with("id") && !ends_in_word(name, others);
}

bool is_plural_of(std::string_view plural, std::string_view singular) {
    const auto is = [&](std::string_view ending) {
        return plural.size() == singular.size() + ending.size() && plural.starts_with(singular) &&
               plural.ends_with(ending);
    };
    const bool of_y =
        singular.ends_with('y') && plural.ends_with("ies") &&
        plural.substr(0, plural.size() - 3) == singular.substr(0, singular.size() - 1);
    return of_y || is("s") || is("es") || is("_list") || is("list") || is("_table") ||
           is("table") || is("set");
}

std::string plural_of(const std::string& word) {
    if (word.empty() || (word.ends_with('s') && !word.ends_with("ss"))) {
        return word;
    }
    const bool consonant_y =
        word.size() > 1 && word.ends_with('y') &&
        std::string_view("aeiou").find(word[word.size() - 2]) == std::string_view::npos;
    if (consonant_y) {
        return word.substr(0, word.size() - 1) + "ies";
    }
    return word + (word.ends_with('x') || word.ends_with("ss") || word.ends_with("ch") ||
                           word.ends_with("sh")
                       ? "es"
                       : "s");
}

std::string counted(std::uint64_t count, const std::string& noun) {
    return fmt::format("{} {}", count, count == 1 ? noun : plural_of(noun));
}

Words without_repeats(Words words) {
    using Offset = Words::difference_type;
    for (Offset size = 3; size > 0; --size) {
        for (Offset i = 0; i + 2 * size <= static_cast<Offset>(words.size());) {
            const auto first = words.begin() + i;
            if (std::equal(first, first + size, first + size)) {
                words.erase(first, first + size);
            } else {
                ++i;
            }
        }
    }
    return words;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return to_lower(c); });
    return out;
}

std::string capitalized(std::string text) {
    if (!text.empty() && is_lower(text.front())) {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::string in_case_of(std::string_view word, std::string_view like) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string out(word);
    if (like.size() > 1 && std::all_of(like.begin(), like.end(), is_upper)) {
        std::transform(out.begin(), out.end(), out.begin(),
                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        return out;
    }
    return is_upper(like.front()) ? capitalized(out) : out;
}

} // namespace promfile::suggest
