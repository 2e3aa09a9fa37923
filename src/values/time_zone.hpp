#pragma once

#include "values/posix_zone.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Where systems keep the files of time zones.
inline constexpr const char* default_zoneinfo = "/usr/share/zoneinfo";

// A clock's whole history, without the C library's global zone.
class TimeZone {
public:
    // "UTC", a zone whose file (TZif, RFC 8536) exists below `zoneinfo` or at an absolute path, or
    // a POSIX TZ string. Throws Error for anything else: it is never taken for UTC.
    static TimeZone load(std::string_view name, const std::string& zoneinfo);

    // From the bytes of a TZif file; nothing for others.
    static std::optional<TimeZone> from_tzif(std::string_view bytes);

    // The unix seconds at which the local clock shows `local` (seconds since 1970 as if in UTC). A
    // time that comes twice, when clocks go back, is the first of the two; one that never comes is
    // taken with the offset before the gap, so 02:30 becomes 03:30 (RFC 5545, 3.3.5).
    // An abbreviation decides between the two; nothing where the zone does not use it then.
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
    std::optional<PosixZone> after_; // behind the last transition
};

} // namespace promfile
