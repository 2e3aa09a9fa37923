#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// What a clock shows: seconds to add to UTC, and the abbreviation.
struct ClockOffset {
    std::int64_t seconds = 0;
    std::string abbreviation;
};

// When a year's change of clocks is: "M3.5.0/2", "J60" or "59" of a POSIX TZ string.
struct ChangeRule {
    enum class Kind { month_week_day, julian, zero_based } kind = Kind::month_week_day;
    unsigned month = 0;
    unsigned week = 0;
    unsigned day = 0;
    std::int64_t time = 7200; // seconds of the local clock before the change

    // Local seconds since 1970 of the change in that year.
    std::int64_t in_year(std::int64_t year) const;
};

// A POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3" or "<+0530>-5:30"; POSIX.1-2017 8.3 with
// the hours -167..167 of RFC 8536. A summer time needs its rule: the default of others is a guess.
struct PosixZone {
    ClockOffset standard;
    std::optional<ClockOffset> summer;
    ChangeRule start;
    ChangeRule end;

    // Nothing for a text that is no such string.
    static std::optional<PosixZone> parse(std::string_view text);

    const ClockOffset& at(std::int64_t unix_seconds) const;
};

} // namespace promfile
