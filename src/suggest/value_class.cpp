#include "suggest/value_class.hpp"

#include "suggest/words.hpp"
#include "support/number.hpp"
#include "values/duration.hpp"
#include "values/time_format.hpp"
#include "values/unit.hpp"

#include <algorithm>
#include <array>

namespace promfile::suggest {

namespace {

constexpr std::string_view not_available_words[] = {"n/a",
                                                    "[n/a]",
                                                    "na",
                                                    "-",
                                                    "--",
                                                    "none",
                                                    "null",
                                                    "unknown",
                                                    "nan",
                                                    "nil",
                                                    "?",
                                                    "(none)",
                                                    "(null)",
                                                    "undefined",
                                                    "not supported",
                                                    "[not supported]",
                                                    "unspecified",
                                                    "not available",
                                                    "not installed",
                                                    "not present"};
constexpr std::string_view infinity_words[] = {"inf", "infinity", "+inf", "unlimited", "infinite"};
constexpr std::string_view minus_infinity_words[] = {"-inf", "-infinity"};

struct Pair {
    std::string_view good;
    std::string_view bad;
    bool of_states;
};
constexpr Pair pairs[] = {
    {"true", "false", false},      {"yes", "no", false},         {"on", "off", false},
    {"enabled", "disabled", true}, {"active", "inactive", true}, {"up", "down", true},
    {"online", "offline", true},
};

constexpr size_t longest_word = 20;

// Times in other forms than ISO 8601: a text has to look like the pattern before the format is
// tried. In a pattern 9 is a digit, A a letter, # one or two digits (or a blank and a digit),
// and any other character is itself.
struct TimePattern {
    std::string_view pattern;
    const char* format;
};
constexpr TimePattern time_patterns[] = {
    {"AAA AAA # 99:99:99 9999", "%a %b %d %H:%M:%S %Y"},
    {"AAA, # AAA 9999 99:99:99 +9999", "%a, %d %b %Y %H:%M:%S %z"},
    {"AAA, # AAA 9999 99:99:99", "%a, %d %b %Y %H:%M:%S"},
    {"AAA # 9999 99:99:99", "%b %d %Y %H:%M:%S"},
    {"99.99.9999 99:99:99", "%d.%m.%Y %H:%M:%S"},
    {"99.99.9999 99:99", "%d.%m.%Y %H:%M"},
    {"9999/99/99 99:99:99", "%Y/%m/%d %H:%M:%S"},
};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template<size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_like(std::string_view text, std::string_view pattern) {
    size_t at = 0;
    for (const char p : pattern) {
        if (p == '#') {
            const size_t begin = at;
            while (at < text.size() && text[at] == ' ' && at - begin < 2) {
                ++at;
            }
            const size_t digits = at;
            while (at < text.size() && is_digit(text[at]) && at - digits < 2) {
                ++at;
            }
            if (at == digits) {
                return false;
            }
            continue;
        }
        if (at == text.size()) {
            return false;
        }
        const char c = text[at++];
        const bool fits = p == '9'   ? is_digit(c)
                          : p == 'A' ? is_letter(c)
                          : p == '+' ? c == '+' || c == '-'
                                     : c == p;
        if (!fits) {
            return false;
        }
    }
    return at == text.size();
}

bool is_time_of(std::string_view text, const char* format) {
    static const TimeZone utc = TimeZone::load("UTC", "");
    return TimeFormat(format).parse(text, utc).has_value();
}

std::string_view time_format(std::string_view text) {
    if (text.size() >= 10 && is_digit(text[0]) && text[4] == '-') {
        return is_time_of(text, "iso8601") ? "iso8601" : std::string_view();
    }
    for (const TimePattern& candidate : time_patterns) {
        if (is_like(text, candidate.pattern) && is_time_of(text, candidate.format)) {
            return candidate.format;
        }
    }
    return {};
}

// 8-4-4-4-12 hexadecimal digits, braces and a word with a hyphen in front allowed.
bool is_uuid(std::string_view text) {
    if (text.starts_with("GPU-") || text.starts_with("MIG-")) {
        text.remove_prefix(4);
    }
    if (text.starts_with('{') && text.ends_with('}')) {
        text = text.substr(1, text.size() - 2);
    }
    if (text.size() != 36) {
        return false;
    }
    for (size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex(text[i])) {
            return false;
        }
    }
    return true;
}

bool is_mac_address(std::string_view text) {
    if (text.size() < 17) {
        return false;
    }
    for (size_t i = 0; i < 17; ++i) {
        if (i % 3 == 2 ? text[i] != ':' && text[i] != '-' : !is_hex(text[i])) {
            return false;
        }
    }
    return text.size() == 17 || !is_hex(text[17]);
}

// A port or a prefix length may follow.
bool is_ip_address(std::string_view text) {
    const size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
        const std::string_view length = text.substr(slash + 1);
        if (length.empty() || length.size() > 3 ||
            !std::all_of(length.begin(), length.end(), is_digit)) {
            return false;
        }
        text = text.substr(0, slash);
    }
    size_t dots = 0, colons = 0, digits = 0;
    bool hex = false;
    for (const char c : text) {
        dots += c == '.';
        colons += c == ':';
        digits += is_digit(c);
        hex |= is_hex(c) && !is_digit(c);
        if (!is_hex(c) && c != '.' && c != ':') {
            return false;
        }
    }
    if (dots == 3 && colons <= 1 && !hex) {
        return digits >= 4 && digits + dots + colons == text.size() && is_digit(text.front()) &&
               text.find("..") == std::string_view::npos;
    }
    const bool groups = text.find("::") != std::string_view::npos || colons == 7;
    return dots == 0 && groups && colons >= 2 && text.size() >= 6 && text.size() <= 45;
}

bool is_digest(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) {
        return text.size() > 2 && std::all_of(text.begin() + 2, text.end(), is_hex);
    }
    return text.size() >= 16 && std::all_of(text.begin(), text.end(), is_hex) &&
           std::any_of(text.begin(), text.end(), is_digit);
}

// Names inside a machine or a company look alike; they are none.
bool is_email(std::string_view text) {
    const size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos ||
        text.find('@', at + 1) != std::string_view::npos ||
        text.find_first_of(" \t\n/") != std::string_view::npos) {
        return false;
    }
    const size_t dot = text.rfind('.');
    if (dot == std::string_view::npos || dot < at + 2) {
        return false;
    }
    const std::string top = lower_case(text.substr(dot + 1));
    return top.size() >= 2 && std::all_of(top.begin(), top.end(), is_letter) &&
           !is_word(top, "local lan intern internal svc service slice socket timer");
}

bool is_url(std::string_view text) {
    const size_t scheme = text.find("://");
    return scheme != std::string_view::npos && scheme > 0 && is_letter(text.front()) &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(scheme),
                       [](char c) {
                           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                       });
}

bool is_free_text(std::string_view text) {
    constexpr size_t max_bytes = 80;
    constexpr size_t max_words = 5;
    size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        words += !blank && !inside;
        inside = !blank;
    }
    return text.size() > max_bytes || words > max_words;
}

// A number and a unit of the table, or a letter for a power.
std::optional<ClassifiedValue> quantity(std::string_view text) {
    size_t end = text.size();
    while (end > 0 && !is_digit(text[end - 1]) && text[end - 1] != '.') {
        --end;
    }
    if (end == 0 || end == text.size() || text.size() - end > longest_word) {
        return std::nullopt;
    }
    // What stands after the number is the unit; "1.5e3 s" has digits on both sides of the e.
    const std::optional<double> number = parse_number(text.substr(0, end));
    const std::string_view unit = trimmed(text.substr(end));
    if (!number) {
        return std::nullopt;
    }
    if (unit.size() == 1 && std::string_view("kKMGTPE").find(unit[0]) != std::string_view::npos) {
        return ClassifiedValue{ValueClass::quantity, number, "power"};
    }
    const Unit* known = find_unit(unit);
    if (known == nullptr || !parse_quantity(text, 1000)) {
        return std::nullopt;
    }
    // What is counted for each second is another base unit.
    if (unit.find('/') != std::string_view::npos) {
        return known->base == "bytes" ? std::optional(ClassifiedValue{ValueClass::quantity, number,
                                                                      "bytes_per_second"})
                                      : std::nullopt;
    }
    return ClassifiedValue{ValueClass::quantity, number, known->base};
}

std::optional<ClassifiedValue> numeric(std::string_view text) {
    if (const std::optional<double> number = parse_number(text)) {
        const std::string_view digits = text.substr(text.front() == '+' || text.front() == '-');
        const bool whole = std::all_of(digits.begin(), digits.end(), is_digit);
        if (whole && digits.size() > 1 && digits.front() == '0') {
            return ClassifiedValue{ValueClass::code, std::nullopt, {}};
        }
        return ClassifiedValue{whole ? ValueClass::integer : ValueClass::decimal, number, {}};
    }
    if (const auto found = quantity(text)) {
        return found;
    }
    if (parse_duration(text)) {
        return ClassifiedValue{ValueClass::duration, std::nullopt, {}};
    }
    return std::nullopt;
}

// A word of the pair in the case of `like`.
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

const Pair* find_pair(std::string_view text) {
    const std::string word = lower_case(text);
    const auto found = std::find_if(std::begin(pairs), std::end(pairs), [&](const Pair& pair) {
        return pair.good == word || pair.bad == word;
    });
    return found == std::end(pairs) ? nullptr : found;
}

ClassifiedValue of_class(ValueClass value_class, std::string_view detail = {}) {
    return {value_class, std::nullopt, detail};
}

} // namespace

ClassifiedValue classify(std::string_view text) {
    if (text.empty()) {
        return of_class(ValueClass::empty);
    }
    const char first = text.front();
    const bool like_number =
        is_digit(first) || first == '+' || first == '-' || first == '.' || first == 'P';
    if (like_number) {
        if (const auto found = numeric(text)) {
            return *found;
        }
    }
    if (text.size() < longest_word && !is_digit(first)) {
        const std::string word = lower_case(text);
        if (is_one_of(word, not_available_words)) {
            return of_class(ValueClass::not_available);
        }
        if (find_pair(word) != nullptr) {
            return of_class(ValueClass::boolean);
        }
        if (is_one_of(word, infinity_words)) {
            return of_class(ValueClass::infinity);
        }
        if (is_one_of(word, minus_infinity_words)) {
            return of_class(ValueClass::minus_infinity);
        }
    }
    if (const std::string_view format = time_format(text); !format.empty()) {
        return of_class(ValueClass::time, format);
    }
    using Test = bool (*)(std::string_view);
    constexpr std::pair<Test, ValueClass> tests[] = {
        {is_uuid, ValueClass::uuid},
        {is_mac_address, ValueClass::mac_address},
        {is_ip_address, ValueClass::ip_address},
        {is_digest, ValueClass::digest},
        {is_email, ValueClass::email},
        {is_url, ValueClass::url},
        {is_free_text, ValueClass::free_text},
    };
    for (const auto& [test, value_class] : tests) {
        if (test(text)) {
            return of_class(value_class);
        }
    }
    constexpr size_t shortest_path = 4;
    return of_class(first == '/' && text.size() >= shortest_path ? ValueClass::path
                                                                 : ValueClass::word);
}

std::optional<std::pair<std::string, std::string>> boolean_pair(std::string_view word) {
    const Pair* pair = find_pair(word);
    if (pair == nullptr) {
        return std::nullopt;
    }
    return std::pair(in_case_of(pair->good, word), in_case_of(pair->bad, word));
}

bool is_state_pair(std::string_view word) {
    const Pair* pair = find_pair(word);
    return pair != nullptr && pair->of_states;
}

} // namespace promfile::suggest
