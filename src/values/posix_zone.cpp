#include "values/posix_zone.hpp"

#include "support/ascii.hpp"
#include "values/civil_time.hpp"

#include <algorithm>

namespace promfile {

namespace {

constexpr std::int64_t day_seconds = 86400;

// Takes the parts of the string off its front; a part that is not there leaves `ok` false.
struct Reader {
    std::string_view text;
    bool ok = true;

    bool accept(char c) {
        const bool found = text.starts_with(c);
        text.remove_prefix(found ? 1 : 0);
        return found;
    }
    void expect(char c) { ok = accept(c) && ok; }

    std::int64_t number(std::int64_t least, std::int64_t most) {
        size_t size = 0;
        std::int64_t value = 0;
        while (size < text.size() && size < 4 && is_digit(text[size])) {
            value = value * 10 + (text[size++] - '0');
        }
        text.remove_prefix(size);
        ok = ok && size > 0 && value >= least && value <= most;
        return value;
    }

    std::string abbreviation() {
        const bool quoted = accept('<');
        const auto legal = [&](char c) {
            return is_letter(c) || (quoted && (is_digit(c) || c == '+' || c == '-'));
        };
        const auto end = std::find_if_not(text.begin(), text.end(), legal);
        std::string out(text.begin(), end);
        text.remove_prefix(out.size());
        ok = ok && out.size() >= 3;
        if (quoted) {
            expect('>');
        }
        return out;
    }

    // [+-]hh[:mm[:ss]]
    std::int64_t clock(std::int64_t hours) {
        const bool negative = accept('-');
        if (!negative) {
            accept('+');
        }
        std::int64_t seconds = number(0, hours) * 3600;
        if (accept(':')) {
            seconds += number(0, 59) * 60;
            if (accept(':')) {
                seconds += number(0, 59);
            }
        }
        return negative ? -seconds : seconds;
    }

    ChangeRule change() {
        ChangeRule rule;
        if (accept('M')) {
            rule.month = static_cast<unsigned>(number(1, 12));
            expect('.');
            rule.week = static_cast<unsigned>(number(1, 5));
            expect('.');
            rule.day = static_cast<unsigned>(number(0, 6));
        } else if (accept('J')) {
            rule.kind = ChangeRule::Kind::julian;
            rule.day = static_cast<unsigned>(number(1, 365));
        } else {
            rule.kind = ChangeRule::Kind::zero_based;
            rule.day = static_cast<unsigned>(number(0, 365));
        }
        if (accept('/')) {
            rule.time = clock(167);
        }
        return rule;
    }
};

} // namespace

std::int64_t ChangeRule::in_year(std::int64_t year) const {
    const std::int64_t january = days_from_civil(year, 1, 1);
    std::int64_t days = january + day;
    if (kind == Kind::julian) { // 1..365, February 29 is never counted
        days = january + day - 1 + (is_leap_year(year) && day >= 60 ? 1 : 0);
    } else if (kind == Kind::month_week_day) {
        const std::int64_t first = days_from_civil(year, month, 1);
        const unsigned to_weekday = (day + 7 - weekday_of_days(first)) % 7;
        unsigned in_month = to_weekday + 7 * (week - 1);
        while (in_month >= days_in_month(year, month)) {
            in_month -= 7; // week 5 is the last one
        }
        days = first + in_month;
    }
    return days * day_seconds + time;
}

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
    Reader reader{text};
    PosixZone zone;
    zone.standard.abbreviation = reader.abbreviation();
    zone.standard.seconds = -reader.clock(24); // POSIX counts west of Greenwich
    if (reader.ok && !reader.text.empty()) {
        ClockOffset summer{zone.standard.seconds + 3600, reader.abbreviation()};
        if (!reader.text.starts_with(',')) {
            summer.seconds = -reader.clock(24);
        }
        reader.expect(',');
        zone.start = reader.change();
        reader.expect(',');
        zone.end = reader.change();
        zone.summer = summer;
    }
    return reader.ok && reader.text.empty() ? std::optional(zone) : std::nullopt;
}

const ClockOffset& PosixZone::at(std::int64_t unix_seconds) const {
    if (!summer) {
        return standard;
    }
    const std::int64_t local = unix_seconds + standard.seconds;
    const std::int64_t days = local / day_seconds - (local % day_seconds < 0 ? 1 : 0);
    const std::int64_t year = year_of_days(days);
    const std::int64_t to_summer = start.in_year(year) - standard.seconds;
    const std::int64_t to_standard = end.in_year(year) - summer->seconds;
    const bool is_summer = to_summer < to_standard
                               ? unix_seconds >= to_summer && unix_seconds < to_standard
                               : unix_seconds >= to_summer || unix_seconds < to_standard;
    return is_summer ? *summer : standard;
}

} // namespace promfile
