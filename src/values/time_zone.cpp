#include "values/time_zone.hpp"

#include "support/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace promfile {

namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr size_t header_size = 44;
constexpr size_t most_bytes = 1 << 20;

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
        if (count < 0 || static_cast<size_t>(count) > most_bytes) {
            return std::nullopt;
        }
        counts[i] = static_cast<size_t>(count);
    }
    return TzifHeader{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

// No member of a path may lead out of the directory of zones.
bool is_zone_name(std::string_view name) {
    return !name.empty() && name.find("..") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

std::optional<std::string> read_zone_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(header_size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file || !bytes.starts_with("TZif")) {
        return std::nullopt;
    }
    std::ostringstream rest;
    rest << file.rdbuf();
    bytes += rest.str();
    return bytes.size() <= most_bytes ? std::optional(bytes) : std::nullopt;
}

} // namespace

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
        if (const auto bytes = read_zone_file(path)) {
            if (auto zone = from_tzif(*bytes)) {
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
        fmt::format("no time zone \"{}\": there is no such file in {}, and it is no POSIX TZ "
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
