#include "values/duration.hpp"

#include "support/number.hpp"
#include "values/unit.hpp"

#include <limits>

namespace promfile {

namespace {

constexpr std::string_view number_characters = "0123456789.";

// Takes what consists of `characters` off the front of `text`.
std::string_view take(std::string_view& text, std::string_view characters) {
    const size_t end = text.find_first_not_of(characters);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(taken.size());
    return taken;
}

// "03:04:05" and "03:04:05.25".
std::optional<double> parse_clock(std::string_view text) {
    const size_t first = text.find(':');
    const size_t second = first == std::string_view::npos ? first : text.find(':', first + 1);
    if (second != first + 3 || text.size() < second + 3 ||
        text.find_first_not_of("0123456789.:") != std::string_view::npos ||
        text.substr(0, second).find('.') != std::string_view::npos) {
        return std::nullopt;
    }
    const auto hours = parse_number(text.substr(0, first));
    const auto minutes = parse_number(text.substr(first + 1, 2));
    const auto seconds = parse_number(text.substr(second + 1));
    if (!hours || !minutes || !seconds || *minutes >= 60 || *seconds >= 60) {
        return std::nullopt;
    }
    return *hours * 3600 + *minutes * 60 + *seconds;
}

struct IsoUnit {
    char letter;
    bool behind_t;
    double seconds;
};
constexpr IsoUnit iso_units[] = {
    {'W', false, 604800}, {'D', false, 86400}, {'H', true, 3600}, {'M', true, 60}, {'S', true, 1},
};

std::optional<double> parse_iso(std::string_view text) {
    text.remove_prefix(1); // P
    double sum = 0;
    bool behind_t = false;
    bool any = false;
    const IsoUnit* next = std::begin(iso_units);
    while (!text.empty()) {
        if (text.front() == 'T' && !behind_t && text.size() > 1) {
            behind_t = true;
            text.remove_prefix(1);
        }
        const auto number = parse_number(take(text, number_characters));
        if (!number || text.empty()) {
            return std::nullopt;
        }
        while (next != std::end(iso_units) &&
               (next->letter != text.front() || next->behind_t != behind_t)) {
            ++next;
        }
        if (next == std::end(iso_units)) {
            return std::nullopt;
        }
        sum += *number * next->seconds;
        ++next;
        text.remove_prefix(1);
        any = true;
    }
    return any ? std::optional(sum) : std::nullopt;
}

} // namespace

std::optional<double> parse_duration(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('P')) {
        return parse_iso(text);
    }
    double sum = 0;
    double last = std::numeric_limits<double>::infinity(); // seconds of the unit before
    while (!text.empty()) {
        if (const auto clock = parse_clock(text)) {
            return last > 3600 ? std::optional(sum + *clock) : std::nullopt;
        }
        const auto number = parse_number(take(text, number_characters));
        text = trimmed(text);
        const size_t end = text.find_first_of("0123456789, \t");
        const std::string_view name = text.substr(0, end);
        text.remove_prefix(name.size());
        // Within hours, minutes and seconds, m can only be minutes.
        const Unit* unit = find_unit(name == "m" ? "min" : name);
        if (!number || unit == nullptr || unit->base != "seconds" || unit->to_base(1) >= last) {
            return std::nullopt;
        }
        if (name == "m" && last > 1e9 && trimmed(text).empty()) {
            return std::nullopt;
        }
        last = unit->to_base(1);
        sum += unit->to_base(*number);
        text = trimmed(text);
        for (const std::string_view joint : {",", "and "}) {
            if (text.starts_with(joint)) {
                text = trimmed(text.substr(joint.size()));
                if (text.empty()) {
                    return std::nullopt;
                }
            }
        }
    }
    return last > 1e9 ? std::nullopt : std::optional(sum);
}

} // namespace promfile
