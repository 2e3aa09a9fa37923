#include "suggest/value_class.hpp"

#include "suggest/text_formats.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"
#include "support/number.hpp"
#include "values/duration.hpp"
#include "values/unit.hpp"

#include <algorithm>

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
                                                    "~",
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

template<size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// A number with a unit of values/unit.hpp, or with a letter for a power such as 14.1G.
std::optional<ClassifiedValue> quantity(std::string_view text) {
    size_t end = text.size();
    while (end > 0 && !is_digit(text[end - 1]) && text[end - 1] != '.') {
        --end;
    }
    if (end == 0 || end == text.size() || text.size() - end > longest_word) {
        return std::nullopt;
    }
    // Found from the end, since "1.5e3 s" has a letter inside the number.
    const std::optional<double> number = parse_number(text.substr(0, end));
    const std::string_view unit = trimmed(text.substr(end));
    if (!number) {
        return std::nullopt;
    }
    if (unit.size() == 1 && std::string_view("kKMGTPE").find(unit[0]) != std::string_view::npos) {
        return ClassifiedValue{ValueClass::quantity, number, "power"};
    }
    const std::string_view base = base_unit(unit);
    if (base.empty() || !parse_quantity(text, 1000)) {
        return std::nullopt;
    }
    return ClassifiedValue{ValueClass::quantity, number, base};
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
        // Hours are padded to two digits at most: 0000:00:1f.2 is the address of a PCI device.
        if (text.starts_with("00") && text.substr(2, 1) != ":") {
            return ClassifiedValue{ValueClass::code, std::nullopt, {}};
        }
        return ClassifiedValue{ValueClass::duration, std::nullopt, {}};
    }
    return std::nullopt;
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

std::string_view base_unit(std::string_view unit) {
    const Unit* known = find_unit(unit);
    if (known == nullptr || unit.find('/') == std::string_view::npos) {
        return known == nullptr ? std::string_view() : known->base;
    }
    return known->base == "bytes" ? "bytes_per_second" : "";
}

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
    if (const std::string_view format = recognized_time_format(text); !format.empty()) {
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
        {is_list_of_numbers, ValueClass::free_text},
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
