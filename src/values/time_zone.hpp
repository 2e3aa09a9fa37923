#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The usual directory of time zone files.
inline constexpr const char* default_zoneinfo = "/usr/share/zoneinfo";

// The state of a local clock: seconds to add to UTC, and the abbreviation of the zone.
struct ClockOffset {
    std::int64_t seconds = 0;
    std::string abbreviation;
};

// The day and time of a yearly change of clocks: "M3.5.0/2", "J60" or "59" of a POSIX TZ string.
struct ChangeRule {
    enum class Kind { month_week_day, julian, zero_based } kind = Kind::month_week_day;
    unsigned month = 0;
    unsigned week = 0; // 5 is the last of the month
    unsigned day = 0;
    std::int64_t time = 7200; // seconds since midnight on the local clock before the change

    // The change in a year, in seconds since 1970 of the local clock.
    std::int64_t in_year(std::chrono::year year) const;
};

// A POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3" or "<+0530>-5:30"; POSIX.1-2017 8.3 with
// the hours -167..167 of RFC 8536. A summer time without the rules of its changes is refused: any
// default would be a guess.
struct PosixZone {
    ClockOffset standard;
    std::optional<ClockOffset> summer;
    ChangeRule start;
    ChangeRule end;

    // Nothing if the text is not a POSIX time zone.
    static std::optional<PosixZone> parse(std::string_view text);

    const ClockOffset& at(std::int64_t unix_seconds) const;
};

// The whole history of a local clock. The C library's time zone is global state, so it is not used.
class TimeZone {
public:
    // "UTC", a zone whose file (TZif, RFC 8536) exists below `zoneinfo` or at an absolute path, or
    // a POSIX TZ string. Throws Error for anything else rather than assume UTC.
    static TimeZone load(std::string_view name, const std::string& zoneinfo);

    // Reads the bytes of a TZif file; nothing for other bytes.
    static std::optional<TimeZone> from_tzif(std::string_view bytes);

    // The unix seconds at which the local clock shows `local`, given as seconds since 1970. Of two
    // such moments, when clocks go back, it is the first unless the abbreviation says otherwise. A
    // time in a gap is read with the offset before the gap: 02:30 becomes 03:30 (RFC 5545, 3.3.5).
    // Nothing if the zone does not use the abbreviation at that time.
    std::optional<std::int64_t> unix_seconds(std::int64_t local,
                                             std::string_view abbreviation = {}) const;

    const ClockOffset& at(std::int64_t unix_seconds) const;

private:
    struct Transition {
        std::int64_t time;
        size_t offset; // into offsets_
    };
    std::vector<ClockOffset> offsets_{{0, "UTC"}};
    std::vector<Transition> transitions_;
    std::optional<PosixZone> after_; // the last transition
};

} // namespace promfile
