#include "values/time_format.hpp"

#include "support/ascii.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"
#include "values/time_fields.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
constexpr std::string_view weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday"};
constexpr std::string_view halves[] = {"AM", "PM"};

// Specifiers composed of others, as in the C locale.
struct Composed {
    char specifier;
    std::string_view meaning;
};
constexpr Composed composed[] = {
    {'D', "%m/%d/%y"}, {'F', "%Y-%m-%d"}, {'R', "%H:%M"},
    {'T', "%H:%M:%S"}, {'X', "%H:%M:%S"}, {'c', "%a %b %e %H:%M:%S %Y"},
    {'h', "%b"},       {'k', "%H"},       {'l', "%I"},
    {'n', " "},        {'P', "%p"},       {'r', "%I:%M:%S %p"},
    {'t', " "},        {'x', "%m/%d/%y"},
};

// Every further specifier.
constexpr std::string_view simple = "YymdejbBaAHIpMSfszZ%";

bool accept_word(TimeReader& reader, std::string_view word) {
    const std::string_view front = reader.text.substr(0, word.size());
    if (front.size() != word.size() ||
        !std::equal(word.begin(), word.end(), front.begin(),
                    [](char a, char b) { return to_lower(a) == to_lower(b); })) {
        return false;
    }
    reader.text.remove_prefix(word.size());
    return true;
}

// The full name or its first three letters, in any case.
template<size_t count>
bool read_name(TimeReader& reader, const std::string_view (&names)[count], unsigned& index) {
    for (index = 0; index < count; ++index) {
        if (accept_word(reader, names[index]) || accept_word(reader, names[index].substr(0, 3))) {
            return true;
        }
    }
    return false;
}

// Up to `most` digits after optional blanks, as in strptime.
bool read_number(TimeReader& reader, size_t most, unsigned& value) {
    std::int64_t number = 0;
    reader.skip_blanks();
    const bool found = reader.digits(1, most, number);
    value = static_cast<unsigned>(number);
    return found;
}

// All four digits: in a format that says %Y, "26" would be the year 26.
bool read_year(TimeReader& reader, TimeFields& fields) {
    reader.skip_blanks();
    return reader.digits(4, 4, fields.year);
}

bool read_short_year(TimeReader& reader, TimeFields& fields) {
    reader.skip_blanks();
    const bool found = reader.digits(1, 2, fields.year);
    fields.year += fields.year < 69 ? 2000 : 1900; // POSIX: 69..99 are of the 20th century
    return found;
}

bool read_unix_seconds(TimeReader& reader, TimeFields& fields) {
    fields.is_negative = reader.accept('-');
    std::int64_t seconds = 0;
    const bool found = reader.digits(1, 15, seconds);
    fields.unix_seconds = seconds;
    return found;
}

bool read_abbreviation(TimeReader& reader, TimeFields& fields) {
    const auto end = std::find_if(reader.text.begin(), reader.text.end(), [](char c) {
        return !(is_letter(c) || is_digit(c) || c == '+' || c == '-');
    });
    fields.abbreviation = reader.text.substr(0, static_cast<size_t>(end - reader.text.begin()));
    reader.text.remove_prefix(fields.abbreviation.size());
    return !fields.abbreviation.empty();
}

bool read_offset(TimeReader& reader, TimeFields& fields) {
    std::int64_t offset = 0;
    reader.skip_blanks();
    const bool found = reader.offset(offset);
    fields.offset = offset;
    return found;
}

bool read_half(TimeReader& reader, TimeFields& fields) {
    const bool afternoon = accept_word(reader, halves[1]);
    fields.afternoon = afternoon;
    return afternoon || accept_word(reader, halves[0]);
}

bool read(char specifier, TimeReader& reader, TimeFields& fields) {
    unsigned weekday = 0; // ignored, since the date decides
    switch (specifier) {
    case 'Y':
        return read_year(reader, fields);
    case 'y':
        return read_short_year(reader, fields);
    case 'm':
        return read_number(reader, 2, fields.month);
    case 'd':
    case 'e':
        return read_number(reader, 2, fields.day);
    case 'j':
        return read_number(reader, 3, fields.day_of_year) && fields.day_of_year > 0;
    case 'b':
    case 'B':
        return read_name(reader, months, fields.month) && ++fields.month > 0;
    case 'a':
    case 'A':
        return read_name(reader, weekdays, weekday);
    case 'H':
    case 'I':
        return read_number(reader, 2, fields.hour);
    case 'p':
        return read_half(reader, fields);
    case 'M':
        return read_number(reader, 2, fields.minute);
    case 'S':
        return read_number(reader, 2, fields.second);
    case 'f':
        return reader.fraction(fields.fraction);
    case 's':
        return read_unix_seconds(reader, fields);
    case 'z':
        return read_offset(reader, fields);
    case 'Z':
        return read_abbreviation(reader, fields);
    default:
        return reader.accept(specifier);
    }
}

std::string spelled_out(std::string_view format) {
    std::string out;
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            out += is_space(format[i]) ? ' ' : format[i];
            continue;
        }
        if (++i == format.size()) {
            throw Error(fmt::format("the time format \"{}\" ends with a lone %", format));
        }
        const auto found =
            std::find_if(std::begin(composed), std::end(composed),
                         [&](const Composed& c) { return c.specifier == format[i]; });
        if (found != std::end(composed)) {
            out += found->meaning;
        } else if (simple.find(format[i]) != std::string_view::npos) {
            out += {'%', format[i]};
        } else {
            throw Error(
                fmt::format("the time format \"{}\" has %{}, which is none of %Y %m %d %e %b "
                            "%B %a %A %j %y %H %I %p %M %S %f %s %z %Z %D %F %R %T %c %%",
                            format, format[i]));
        }
    }
    return out;
}

} // namespace

TimeFormat::TimeFormat(std::string_view format) {
    if (format == "iso8601") {
        return;
    }
    format_ = spelled_out(format);
    const auto has = [&](std::string_view specifier) {
        for (size_t i = 0; i + 1 < format_.size(); ++i) {
            if (format_[i] == '%' && format_[++i] == specifier[1]) {
                return true;
            }
        }
        return false;
    };
    if (!has("%Y") && !has("%y") && !has("%s")) {
        if (nearest(format, {"iso8601"}) == "iso8601") {
            throw Error(fmt::format("no time format \"{}\"; did you mean \"iso8601\"?", format));
        }
        throw Error(
            fmt::format("the time format \"{}\" gives no date: a strptime format has %Y, %y "
                        "or %s, and a length of time is read by unit = \"auto\"",
                        format));
    }
    if (has("%I") != has("%p")) {
        throw Error(fmt::format("the time format \"{}\" needs both %I and %p, or %H", format));
    }
}

std::optional<double> TimeFormat::parse(std::string_view text, const TimeZone& zone) const {
    TimeFields fields;
    if (format_.empty()) {
        return read_iso_8601(text, fields) ? fields.to_unix_seconds(zone) : std::nullopt;
    }
    TimeReader reader{text};
    for (size_t i = 0; i < format_.size(); ++i) {
        if (format_[i] == ' ') {
            reader.skip_blanks();
        } else if (format_[i] == '%') {
            if (!read(format_[++i], reader, fields)) {
                return std::nullopt;
            }
        } else if (!reader.accept(format_[i])) {
            return std::nullopt;
        }
    }
    reader.skip_blanks();
    return reader.text.empty() ? fields.to_unix_seconds(zone) : std::nullopt;
}

} // namespace promfile
