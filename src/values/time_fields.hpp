#pragma once

#include "values/time_zone.hpp"

#include <optional>
#include <string_view>

namespace promfile {

// The fields of a time as its text gives them, before it becomes unix seconds.
struct TimeFields {
    std::int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
    unsigned day_of_year = 0; // 1..366, in place of month and day; 0: not given
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0; // 60 in a leap second
    double fraction = 0;
    std::optional<bool> afternoon;            // with a 12-hour clock
    std::optional<std::int64_t> offset;       // seconds east of UTC
    std::optional<std::int64_t> unix_seconds; // in place of all but the fraction, without the sign
    bool before_1970 = false;                 // the sign: the fraction counts backwards, too
    std::string_view abbreviation;            // of the time zone

    // Nothing for an impossible time: February 30, 25:00, an abbreviation that `zone` does not use.
    // 24:00:00 is the end of the day, second 60 the first of the next minute.
    std::optional<double> to_unix_seconds(const TimeZone& zone) const;
};

// Takes the parts of a time off the front of a text. Each function returns false if the part is
// missing; the text is then in an unspecified state.
struct TimeReader {
    std::string_view text;

    bool accept(char c);
    void skip_blanks();
    // A number of `min_digits` to `max_digits` digits.
    bool digits(size_t min_digits, size_t max_digits, std::int64_t& value);
    // All digits after a decimal point: ".25" is 0.25.
    bool fraction(double& value);
    // Z, z, +hh, +hhmm or +hh:mm.
    bool offset(std::int64_t& seconds);
};

// A time of ISO 8601: date (2026-06-01, 20260601, 2026-152, 2026-06) alone, or followed by T
// or a blank, a time (hours, minutes, seconds, a fraction after a point or comma) and an offset.
bool read_iso_8601(std::string_view text, TimeFields& fields);

} // namespace promfile
