#include "suggest/text_formats.hpp"

#include "suggest/words.hpp"
#include "support/ascii.hpp"
#include "support/number.hpp"
#include "values/time_format.hpp"

#include <algorithm>
#include <span>

namespace promfile::suggest {

namespace {

// Formats of times other than ISO 8601. Comparing a text with the pattern is much faster than
// parsing it with the format, and is done first. In a pattern 9 stands for a digit, A for a letter,
// + for a sign and # for one or two digits or a blank and a digit; other characters stand for
// themselves.
struct TimePattern {
    std::string_view pattern;
    const char* format;
};
constexpr TimePattern time_patterns[] = {
    {"AAA AAA # 99:99:99 9999", "%a %b %d %H:%M:%S %Y"},
    {"AAA, # AAA 9999 99:99:99 +9999", "%a, %d %b %Y %H:%M:%S %z"},
    {"AAA, # AAA 9999 99:99:99", "%a, %d %b %Y %H:%M:%S"},
    {"AAA # 9999 99:99:99", "%b %d %Y %H:%M:%S"},
    {"AAA # 99:99:99 9999 AAA", "%b %d %H:%M:%S %Y %Z"},
    {"AAA AAA # 99:99:99 AAA 9999", "%a %b %d %H:%M:%S %Z %Y"},
    {"99/AAA/9999:99:99:99 +9999", "%d/%b/%Y:%H:%M:%S %z"},
    {"#-AAA-9999", "%d-%b-%Y"},
    {"99.99.9999", "%d.%m.%Y"},
    {"99.99.9999 99:99:99", "%d.%m.%Y %H:%M:%S"},
    {"99.99.9999 99:99", "%d.%m.%Y %H:%M"},
    {"9999/99/99 99:99:99", "%Y/%m/%d %H:%M:%S"},
    {"9999/99/99", "%Y/%m/%d"},
    {"99999999 99:99:99", "%Y%m%d %H:%M:%S"},
    {"99999999T999999", "%Y%m%dT%H%M%S"},
    {"99999999T999999Z", "%Y%m%dT%H%M%S%z"},
};
// Digits that are such a time only if the name of their field says so.
constexpr TimePattern compact_patterns[] = {
    {"99999999999999", "%Y%m%d%H%M%S"},
    {"999999999999", "%Y%m%d%H%M"},
    {"99999999", "%Y%m%d"},
};

constexpr bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
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

std::string_view format_in(std::span<const TimePattern> patterns, std::string_view text) {
    const auto found =
        std::find_if(patterns.begin(), patterns.end(), [&](const TimePattern& candidate) {
            return is_like(text, candidate.pattern) && is_time_of(text, candidate.format);
        });
    return found == patterns.end() ? std::string_view() : found->format;
}

} // namespace

std::string_view recognized_time_format(std::string_view text) {
    if (text.size() >= 10 && is_digit(text[0]) && text[4] == '-') {
        return is_time_of(text, "iso8601") ? "iso8601" : std::string_view();
    }
    return format_in(time_patterns, text);
}

std::string_view compact_time_format(std::string_view text) {
    const bool of_these_centuries = text.starts_with("19") || text.starts_with("20");
    return of_these_centuries ? format_in(compact_patterns, text) : std::string_view();
}

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

bool holds_uuid(std::string_view text) {
    constexpr size_t uuid_bytes = 36;
    constexpr size_t first_hyphen = 8;
    for (size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
        if (at >= first_hyphen && is_uuid(text.substr(at - first_hyphen, uuid_bytes))) {
            return true;
        }
    }
    return false;
}

// 8c:60:4f:32:b7:c0, with hyphens, or 8c60.4f32.b7c0.
bool is_mac_address(std::string_view text) {
    if (text.size() == 14 && text[4] == '.' && text[9] == '.') {
        return std::all_of(text.begin(), text.end(),
                           [](char c) { return c == '.' || is_hex(c); }) &&
               std::count(text.begin(), text.end(), '.') == 2;
    }
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
    const size_t query = text.find('?');
    if (query < text.size() && text.find('/') < query && text.find('=', query) < text.size() &&
        text.find(' ') == std::string_view::npos) {
        return true;
    }
    return scheme != std::string_view::npos && scheme > 0 && is_letter(text.front()) &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(scheme),
                       [](char c) {
                           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                       });
}

bool is_list_of_numbers(std::string_view text) {
    constexpr std::string_view separators = ", ";
    size_t numbers = 0;
    if (text.find('.') == std::string_view::npos) {
        return false;
    }
    while (!text.empty()) {
        const size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0 && !parse_number(text.substr(0, end))) {
            return false;
        }
        numbers += end > 0;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return numbers > 1;
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

} // namespace promfile::suggest
