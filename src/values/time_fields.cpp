#include "values/time_fields.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <chrono>

namespace promfile {

namespace {

bool read_two(TimeReader& reader, unsigned& value) {
    std::int64_t number = 0;
    if (!reader.digits(2, 2, number)) {
        return false;
    }
    value = static_cast<unsigned>(number);
    return true;
}

size_t leading_digits(std::string_view text) {
    return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

bool read_iso_date(TimeReader& reader, TimeFields& fields) {
    const bool basic = leading_digits(reader.text) == 8;
    std::int64_t number = 0;
    if (!reader.digits(4, 4, fields.year) || (!basic && !reader.accept('-'))) {
        return false;
    }
    if (!basic && leading_digits(reader.text) == 3) {
        const bool found = reader.digits(3, 3, number);
        fields.day_of_year = static_cast<unsigned>(number);
        return found && number > 0;
    }
    if (!read_two(reader, fields.month)) {
        return false;
    }
    return basic ? read_two(reader, fields.day)
                 : !reader.accept('-') || read_two(reader, fields.day);
}

bool read_iso_time(TimeReader& reader, TimeFields& fields) {
    const bool basic = leading_digits(reader.text) > 2;
    if (!read_two(reader, fields.hour)) {
        return false;
    }
    if (basic || reader.accept(':')) {
        if (!read_two(reader, fields.minute)) {
            return false;
        }
        if (basic ? leading_digits(reader.text) > 0 : reader.accept(':')) {
            if (!read_two(reader, fields.second)) {
                return false;
            }
            if (reader.accept('.') || reader.accept(',')) {
                return reader.fraction(fields.fraction);
            }
        }
    }
    return true;
}

} // namespace

std::optional<double> TimeFields::to_unix_seconds(const TimeZone& zone) const {
    if (unix_seconds) {
        const double distance = static_cast<double>(*unix_seconds) + fraction;
        return is_negative ? -distance : distance;
    }
    unsigned hours = hour;
    if (afternoon) {
        if (hour < 1 || hour > 12) {
            return std::nullopt;
        }
        hours = hour % 12 + (*afternoon ? 12 : 0);
    }
    const bool end_of_day = hours == 24 && minute == 0 && second == 0 && fraction == 0;
    using namespace std::chrono;
    const std::chrono::year in_year(static_cast<int>(year));
    const year_month_day date(in_year, std::chrono::month(month), std::chrono::day(day));
    if (!date.ok() || day_of_year > (in_year.is_leap() ? 366U : 365U) ||
        (hours > 23 && !end_of_day) || minute > 59 || second > 60) {
        return std::nullopt;
    }
    const sys_days midnight =
        day_of_year > 0 ? sys_days(in_year / January / 1) + days(day_of_year - 1) : sys_days(date);
    const std::int64_t local = seconds(midnight.time_since_epoch()).count() +
                               (std::int64_t{hours} * 60 + minute) * 60 + second;
    if (offset) {
        return static_cast<double>(local - *offset) + fraction;
    }
    const bool universal = abbreviation == "UTC" || abbreviation == "GMT" || abbreviation == "UT" ||
                           abbreviation == "Z";
    const auto time = universal ? local : zone.unix_seconds(local, abbreviation);
    return time ? std::optional(static_cast<double>(*time) + fraction) : std::nullopt;
}

bool TimeReader::accept(char c) {
    const bool found = text.starts_with(c);
    text.remove_prefix(found ? 1 : 0);
    return found;
}

void TimeReader::skip_blanks() {
    while (accept(' ') || accept('\t') || accept('\n') || accept('\r')) {
    }
}

bool TimeReader::digits(size_t min_digits, size_t max_digits, std::int64_t& value) {
    const size_t size = std::min(leading_digits(text), max_digits);
    value = 0;
    for (size_t i = 0; i < size; ++i) {
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(size);
    return size >= min_digits;
}

bool TimeReader::fraction(double& value) {
    // A double cannot hold more than sixteen digits of a fraction.
    std::int64_t number = 0;
    const size_t size = leading_digits(text);
    const std::string_view after = text.substr(size);
    const size_t used = std::min<size_t>(size, 16);
    digits(0, used, number);
    text = after;
    double divisor = 1;
    for (size_t i = 0; i < used; ++i) {
        divisor *= 10;
    }
    value = static_cast<double>(number) / divisor;
    return size > 0;
}

bool TimeReader::offset(std::int64_t& seconds) {
    seconds = 0;
    if (accept('Z') || accept('z')) {
        return true;
    }
    const bool negative = text.starts_with('-');
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if ((!accept('-') && !accept('+')) || !digits(2, 2, hours)) {
        return false;
    }
    const bool colon = accept(':');
    if ((colon || (!text.empty() && is_digit(text.front()))) && !digits(2, 2, minutes)) {
        return false;
    }
    seconds = (hours * 60 + minutes) * (negative ? -60 : 60);
    return hours < 24 && minutes < 60;
}

bool read_iso_8601(std::string_view text, TimeFields& fields) {
    TimeReader reader{text};
    if (!read_iso_date(reader, fields)) {
        return false;
    }
    if (reader.text.empty()) {
        return true;
    }
    if (!reader.accept('T') && !reader.accept('t') && !reader.accept(' ')) {
        return false;
    }
    reader.skip_blanks();
    if (!read_iso_time(reader, fields)) {
        return false;
    }
    reader.skip_blanks();
    if (reader.text.empty()) {
        return true;
    }
    std::int64_t offset = 0;
    const bool found = reader.offset(offset);
    fields.offset = offset;
    return found && reader.text.empty();
}

} // namespace promfile
