#pragma once

#include "values/time_zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// Reads times written in one format: "iso8601", or a format of strptime(3) with the English names
// of months and weekdays in every locale. Pure: no C library time functions, no global state.
class TimeFormat {
public:
    // Throws Error for an unknown specifier, or a format that does not give a date.
    // Specifiers: %Y %y %m %d %e %j %b %B %h %a %A %H %k %I %l %p %P %M %S %f (fraction of a
    // second), %s (unix seconds), %z (Z, +hh, +hhmm, +hh:mm), %Z (UTC, GMT, Z or an abbreviation of
    // the zone), %D %F %R %T %r %c %x %X %n %t %%. A blank stands for any white space or none.
    explicit TimeFormat(std::string_view format);

    // Unix seconds, or nothing if the text is not such a time. A time without an offset of its own
    // is a local time in `zone`.
    std::optional<double> parse(std::string_view text, const TimeZone& zone) const;

private:
    std::string format_; // composed specifiers spelled out; empty: ISO 8601
};

} // namespace promfile
