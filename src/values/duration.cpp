#include "values/duration.hpp"

#include "support/number.hpp"
#include "values/unit.hpp"

#include <limits>
#include <string>

namespace promfile {

namespace {

constexpr std::string_view digit_characters = "0123456789";
constexpr std::string_view number_characters = "0123456789.";

// Takes the longest prefix of `characters` off the front of `text`.
std::string_view take(std::string_view& text, std::string_view characters) {
    const size_t end = text.find_first_not_of(characters);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(taken.size());
    return taken;
}

// A duration with colons, and the seconds of its largest unit, hours or days.
struct Clock {
    Decimal seconds;
    double largest_unit;
};

// "03:04:05.25", or with days "2:03:04:05.25". The first number has as many digits as it needs, the
// others have two, and only the last one has a fraction.
std::optional<Clock> parse_clock(std::string_view text) {
    double numbers[4] = {};
    std::string_view last;
    size_t count = 0;
    bool more = true;
    while (more) {
        const std::string_view whole = text.substr(0, text.find_first_not_of(digit_characters));
        const std::string_view number = take(text, number_characters);
        const auto value = parse_number(number);
        more = text.starts_with(':');
        if (count == std::size(numbers) || !value || (count > 0 && whole.size() != 2) ||
            (more ? number != whole : !text.empty())) {
            return std::nullopt;
        }
        numbers[count++] = *value;
        last = number;
        text.remove_prefix(more ? 1 : 0);
    }
    if (count < 3) {
        return std::nullopt;
    }
    const bool has_days = count == 4;
    const double days = has_days ? numbers[0] : 0;
    const double hours = numbers[count - 3];
    const double minutes = numbers[count - 2];
    const double seconds = numbers[count - 1];
    if ((has_days && hours >= 24) || minutes >= 60 || seconds >= 60) {
        return std::nullopt;
    }
    return Clock{Decimal::whole(((days * 24 + hours) * 60 + minutes) * 60) + Decimal::of_text(last),
                 has_days ? 86400.0 : 3600.0};
}

struct IsoUnit {
    char letter;
    bool after_t; // among hours, minutes and seconds
    double seconds;
};
constexpr IsoUnit iso_units[] = {
    {'W', false, 604800}, {'D', false, 86400}, {'H', true, 3600}, {'M', true, 60}, {'S', true, 1},
};

std::optional<Decimal> parse_iso(std::string_view text) {
    text.remove_prefix(1); // P
    Decimal sum;
    bool after_t = false;
    bool any = false;
    const IsoUnit* next = std::begin(iso_units);
    while (!text.empty()) {
        if (text.front() == 'T' && !after_t && text.size() > 1) {
            after_t = true;
            text.remove_prefix(1);
        }
        const std::string_view number = take(text, number_characters);
        if (!parse_number(number) || text.empty()) {
            return std::nullopt;
        }
        while (next != std::end(iso_units) &&
               (next->letter != text.front() || next->after_t != after_t)) {
            ++next;
        }
        if (next == std::end(iso_units)) {
            return std::nullopt;
        }
        sum = sum + Decimal::of_text(number) * Decimal::whole(next->seconds);
        ++next;
        text.remove_prefix(1);
        any = true;
    }
    return any ? std::optional(sum) : std::nullopt;
}

// The units of seconds are whole numbers of nanoseconds.
Decimal seconds_of(const Unit& unit) {
    const Decimal nanosecond({1}, -9);
    return Decimal::whole(unit.multiply * (1e9 / unit.divide)) * nanosecond;
}

} // namespace

std::optional<Decimal> parse_duration(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('P')) {
        return parse_iso(text);
    }
    Decimal sum;
    double last = std::numeric_limits<double>::infinity(); // seconds of the unit before
    while (!text.empty()) {
        if (const auto clock = parse_clock(text)) {
            return last > clock->largest_unit ? std::optional(sum + clock->seconds) : std::nullopt;
        }
        const std::string_view number = take(text, number_characters);
        text = trimmed(text);
        const size_t end = text.find_first_of("0123456789, \t");
        const std::string_view name = text.substr(0, end);
        text.remove_prefix(name.size());
        // Within hours, minutes and seconds, m can only be minutes.
        const Unit* unit = find_unit(name == "m" ? "min" : name);
        if (!parse_number(number) || unit == nullptr || unit->base != "seconds" ||
            unit->multiply / unit->divide >= last) {
            return std::nullopt;
        }
        if (name == "m" && last > 1e9 && trimmed(text).empty()) {
            return std::nullopt;
        }
        last = unit->multiply / unit->divide;
        sum = sum + Decimal::of_text(number) * seconds_of(*unit);
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

std::optional<double> parse_option_duration(std::string_view text) {
    text = trimmed(text);
    if (const std::optional<double> seconds = parse_number(text)) {
        return seconds;
    }
    // parse_duration leaves an "m" alone, which may be metres.
    std::optional<Decimal> duration = parse_duration(text);
    if (!duration && text.ends_with('m')) {
        duration = parse_duration(std::string(text) + "in");
    }
    return duration ? std::optional(duration->over(1)) : std::nullopt;
}

} // namespace promfile
