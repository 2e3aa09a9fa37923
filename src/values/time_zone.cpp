#include "values/time_zone.hpp"

#include "support/ascii.hpp"
#include "support/error.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr size_t header_size = 44;
constexpr size_t max_bytes = 1 << 20;

// Takes the parts of a POSIX TZ string off its front; a missing part makes `ok` false.
struct PosixReader {
    std::string_view text;
    bool ok = true;

    bool accept(char c) {
        const bool found = text.starts_with(c);
        text.remove_prefix(found ? 1 : 0);
        return found;
    }
    void expect(char c) { ok = accept(c) && ok; }

    std::int64_t number(std::int64_t min, std::int64_t max) {
        size_t size = 0;
        std::int64_t value = 0;
        while (size < text.size() && size < 4 && is_digit(text[size])) {
            value = value * 10 + (text[size++] - '0');
        }
        text.remove_prefix(size);
        ok = ok && size > 0 && value >= min && value <= max;
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

// Big-endian, two's complement.
std::int64_t integer(std::string_view bytes, size_t at, size_t size) {
    std::uint64_t value = (bytes[at] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (size_t i = 0; i < size; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return static_cast<std::int64_t>(value);
}

// The counts of a TZif header, in the order of the file.
struct TzifHeader {
    size_t isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt;

    size_t data_size(size_t time_size) const {
        return timecnt * (time_size + 1) + typecnt * 6 + charcnt + leapcnt * (time_size + 4) +
               isstdcnt + isutcnt;
    }
};

std::optional<TzifHeader> read_header(std::string_view bytes) {
    if (bytes.size() < header_size || !bytes.starts_with("TZif")) {
        return std::nullopt;
    }
    size_t counts[6];
    for (size_t i = 0; i < 6; ++i) {
        const std::int64_t count = integer(bytes, 20 + 4 * i, 4);
        if (count < 0 || static_cast<size_t>(count) > max_bytes) {
            return std::nullopt;
        }
        counts[i] = static_cast<size_t>(count);
    }
    return TzifHeader{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

// A name must not lead out of the directory of zones.
bool is_zone_name(std::string_view name) {
    return !name.empty() && name.find("..") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

} // namespace

std::int64_t ChangeRule::in_year(std::chrono::year year) const {
    using namespace std::chrono;
    sys_days date = year / January / 1;
    switch (kind) {
    case Kind::month_week_day: {
        const std::chrono::month in_month(month);
        const weekday on_day(day);
        date = week == 5 ? sys_days(year / in_month / on_day[last])
                         : sys_days(year / in_month / on_day[week]);
        break;
    }
    case Kind::julian: // 1 to 365; February 29 is never counted
        date += days(day - 1 + (year.is_leap() && day >= 60 ? 1 : 0));
        break;
    case Kind::zero_based:
        date += days(day);
        break;
    }
    return seconds(date.time_since_epoch()).count() + time;
}

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
    PosixReader reader{text};
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
    using namespace std::chrono;
    const sys_seconds local(seconds(unix_seconds + standard.seconds));
    const std::chrono::year year = year_month_day(floor<days>(local)).year();
    const std::int64_t to_summer = start.in_year(year) - standard.seconds;
    const std::int64_t to_standard = end.in_year(year) - summer->seconds;
    const bool is_summer = to_summer < to_standard
                               ? unix_seconds >= to_summer && unix_seconds < to_standard
                               : unix_seconds >= to_summer || unix_seconds < to_standard;
    return is_summer ? *summer : standard;
}

std::optional<TimeZone> TimeZone::from_tzif(std::string_view bytes) {
    auto header = read_header(bytes);
    if (!header) {
        return std::nullopt;
    }
    size_t time_size = 4;
    if (bytes[4] >= '2') { // the second block has the 64-bit times, and the footer
        const size_t skipped = header_size + header->data_size(4);
        bytes.remove_prefix(std::min(skipped, bytes.size()));
        header = read_header(bytes);
        time_size = 8;
    }
    if (!header || header->typecnt == 0 ||
        bytes.size() < header_size + header->data_size(time_size)) {
        return std::nullopt;
    }
    const size_t times = header_size;
    const size_t indexes = times + header->timecnt * time_size;
    const size_t types = indexes + header->timecnt;
    const size_t names = types + header->typecnt * 6;

    TimeZone zone;
    zone.offsets_.clear();
    for (size_t i = 0; i < header->typecnt; ++i) {
        const size_t at = types + 6 * i;
        const size_t name = static_cast<unsigned char>(bytes[at + 5]);
        if (name >= header->charcnt) {
            return std::nullopt;
        }
        const std::string_view text = bytes.substr(names + name, header->charcnt - name);
        zone.offsets_.push_back(
            {integer(bytes, at, 4), std::string(text.substr(0, text.find('\0')))});
    }
    for (size_t i = 0; i < header->timecnt; ++i) {
        const size_t type = static_cast<unsigned char>(bytes[indexes + i]);
        if (type >= header->typecnt) {
            return std::nullopt;
        }
        zone.transitions_.push_back({integer(bytes, times + i * time_size, time_size), type});
    }
    std::string_view footer = bytes.substr(header_size + header->data_size(time_size));
    if (time_size == 8 && footer.size() > 2 && footer.front() == '\n') {
        footer = footer.substr(1);
        zone.after_ = PosixZone::parse(footer.substr(0, footer.find('\n')));
    }
    return zone;
}

TimeZone TimeZone::load(std::string_view name, const std::string& zoneinfo) {
    if (name == "UTC") {
        return {};
    }
    if (is_zone_name(name)) {
        const std::string path =
            name.starts_with('/') ? std::string(name) : fmt::format("{}/{}", zoneinfo, name);
        const FileText file = read_small_file(path, max_bytes, FileKind::regular);
        if (file.error == 0 && file.text.starts_with("TZif")) {
            if (auto zone = from_tzif(file.text)) {
                return *zone;
            }
            throw Error(fmt::format("the time zone file {} is damaged", path));
        }
    }
    if (const auto posix = PosixZone::parse(name)) {
        TimeZone zone;
        zone.after_ = posix;
        return zone;
    }
    throw Error(
        fmt::format("no time zone \"{}\": there is no such file in {}, and it is not a POSIX TZ "
                    "string such as \"CET-1CEST,M3.5.0,M10.5.0/3\"",
                    name, zoneinfo));
}

const ClockOffset& TimeZone::at(std::int64_t unix_seconds) const {
    const auto next = std::upper_bound(
        transitions_.begin(), transitions_.end(), unix_seconds,
        [](std::int64_t time, const Transition& transition) { return time < transition.time; });
    if (next == transitions_.end() && after_) {
        return after_->at(unix_seconds);
    }
    return offsets_[next == transitions_.begin() ? 0 : std::prev(next)->offset];
}

std::optional<std::int64_t> TimeZone::unix_seconds(std::int64_t local,
                                                   std::string_view abbreviation) const {
    // No offset exceeds a day, so these are the clocks before and after a change near `local`.
    const ClockOffset& before = at(local - day_seconds);
    const ClockOffset& after = at(local + day_seconds);
    for (const ClockOffset& offset : {before, after}) {
        const std::int64_t time = local - offset.seconds;
        const ClockOffset& shown = at(time);
        if (shown.seconds == offset.seconds &&
            (abbreviation.empty() || shown.abbreviation == abbreviation)) {
            return time;
        }
    }
    if (abbreviation.empty()) {
        return local - before.seconds;
    }
    return std::nullopt;
}

} // namespace promfile
