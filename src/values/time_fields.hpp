#pragma once

#include "values/time_zone.hpp"

#include <optional>
#include <string_view>

namespace promfile {

// The fields of a time as its text gives them, before they are converted to unix seconds.
struct TimeFields {
    std::int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
    unsigned day_of_year = 0; // 1..366, in place of month and day; 0: not given
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0; // 60 in a leap second
    double fraction = 0;
    std::optional<bool> afternoon;      // p.m., on a 12-hour clock; nothing on a 24-hour clock
    std::optional<std::int64_t> offset; // seconds east of UTC
    // Without its sign. If set, it replaces all other fields except the fraction.
    std::optional<std::int64_t> unix_seconds;
    bool is_negative = false;      // unix_seconds and fraction are before 1970
    std::string_view abbreviation; // of the time zone

    // Unix seconds, or nothing for an impossible time: February 30, 25:00, an abbreviation that
    // `zone` does not use. 24:00:00 is the end of the day, and second 60 is the first second of the
    // next minute.
    std::optional<double> to_unix_seconds(const TimeZone& zone) const;
};

// Takes the parts of a time off the front of a text. A function returns false if its part is
// missing; the text is then unchanged after `accept`, and unspecified after the others.
struct TimeReader {
    std::string_view text;

    bool accept(char c);
    void skip_blanks();
    // A number of `min_digits` to `max_digits` digits.
    bool digits(size_t min_digits, size_t max_digits, std::int64_t& value);
    // All digits that follow a decimal point, which has been taken before: "25" gives 0.25.
    bool fraction(double& value);
    // Z, z, +hh, +hhmm or +hh:mm, with + or -.
    bool offset(std::int64_t& seconds);
};

// A time of ISO 8601: a date (2026-06-01, 20260601, 2026-152 or 2026-06), alone or followed by T or
// a blank and a time. The time consists of hours, which minutes, seconds and a fraction (after a
// point or a comma) can follow, and can have an offset.
bool read_iso_8601(std::string_view text, TimeFields& fields);

} // namespace promfile
