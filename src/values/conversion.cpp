#include "values/conversion.hpp"

#include "support/ascii.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace promfile {

namespace {

// The factor of K in automatic units, or 0 for a unit of the table.
double thousand_of(std::string_view unit) {
    return unit == "auto" ? 1000 : unit == "auto-binary" ? 1024 : 0;
}

Converted converted(std::optional<double> number) {
    return number && std::isfinite(*number) ? Converted{ConversionOutcome::number, *number}
                                            : Converted{ConversionOutcome::invalid, 0};
}

Converted mapped(const MapTarget& target) {
    if (const double* number = std::get_if<double>(&target)) {
        return {ConversionOutcome::number, *number};
    }
    return {ConversionOutcome::skipped, 0};
}

bool begin_alike(std::string_view a, std::string_view b, size_t length) {
    return to_lower(a.substr(0, length)) == to_lower(b.substr(0, length));
}

// Whether the name of a unit may be meant by a text that is at most one edit from it. A guess must
// be neither another quantity nor another multiple: mAh are not mA, MV not mV, and Mibps not Mbps.
bool may_mean(std::string_view unit, std::string_view name) {
    constexpr size_t shortest_word = 6;
    constexpr size_t shortest_plural = 4;
    if (unit.size() >= shortest_word) { // not "mmeters" for "meters"
        return begin_alike(unit, name, 2);
    }
    const bool is_mega_for_milli = unit.front() != name.front() && to_lower(unit.front()) == 'm';
    const size_t shorter = std::min(unit.size(), name.size());
    if (is_mega_for_milli || !begin_alike(unit, name, shorter)) {
        return false;
    }
    // Gb and MBPS may be bits or bytes.
    const bool bits_or_bytes =
        unit.size() <= shortest_plural && unit.find_first_of("bB") != std::string_view::npos;
    return unit.size() == name.size()
               ? !bits_or_bytes
               : unit.size() >= shortest_plural &&
                     !(bits_or_bytes && unit.find('b') != std::string_view::npos);
}

// The unit that is meant by a name that is none, or "".
std::string_view meant_unit(std::string_view unit) {
    constexpr std::pair<std::string_view, std::string_view> bits[] = {
        {"kilobit", "kbit"}, {"megabit", "Mbit"}, {"gigabit", "Gbit"}, {"terabit", "Tbit"}};
    std::string word = to_lower(unit);
    if (word.ends_with('s')) {
        word.pop_back();
    }
    for (const auto& [name, symbol] : bits) {
        if (word == name) {
            return symbol;
        }
    }
    std::vector<std::string_view> names = unit_names();
    names.insert(names.end(), {"auto", "auto-binary"});
    std::erase_if(names,
                  [&](std::string_view name) { return unit.empty() || !may_mean(unit, name); });
    return nearest(unit, names, 1);
}

} // namespace

void check_unit(std::string_view unit) {
    if (thousand_of(unit) != 0 || find_unit(unit) != nullptr) {
        return;
    }
    const std::string_view meant = meant_unit(unit);
    throw Error(fmt::format("no unit \"{}\"{}", unit,
                            meant.empty()
                                ? "; units are ns us ms s min h d, B kB KiB MB MiB GB GiB, "
                                  "% C F, mV V mA A mW W J Wh, Hz MHz, RPM and others "
                                  "(man promfile.toml has them all), auto and auto-binary"
                                : fmt::format("; did you mean \"{}\"?", meant)));
}

Converter::Converter(const Conversion& conversion, const std::string& zoneinfo)
    : map_(conversion.map), map_else_(conversion.map_else), scale_(conversion.scale),
      scale_factor_(conversion.scale), unit_factor_(conversion.scale) {
    std::sort(map_.begin(), map_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    if (!conversion.unit.empty()) {
        check_unit(conversion.unit);
        thousand_ = thousand_of(conversion.unit);
        if (const Unit* unit = find_unit(conversion.unit)) {
            unit_factor_ = unit->factor(scale_);
        }
    }
    if (!conversion.time.empty()) {
        time_.emplace(conversion.time);
        zone_ = TimeZone::load(conversion.timezone, zoneinfo);
    }
    plain_ =
        map_.empty() && !map_else_ && conversion.unit.empty() && !time_ && conversion.scale == 1;
}

Converted Converter::from_text(std::string_view text) const {
    text = trimmed(text);
    if (text.empty()) {
        return {ConversionOutcome::missing, 0};
    }
    if (plain_) {
        const std::optional<double> number = parse_number(text);
        return number ? Converted{ConversionOutcome::number, *number}
                      : Converted{ConversionOutcome::invalid, 0};
    }
    const auto found =
        std::lower_bound(map_.begin(), map_.end(), text,
                         [](const auto& entry, std::string_view key) { return entry.first < key; });
    if (found != map_.end() && found->first == text) {
        return mapped(found->second);
    }
    if (map_else_) {
        return mapped(*map_else_);
    }
    return converted(read(text));
}

Converted Converter::from_number(double number) const {
    return converted(std::isfinite(number) ? unit_factor_.of(number) : number);
}

Converted Converter::from_boolean(bool boolean) const {
    return converted(scale_factor_.of(boolean ? 1 : 0));
}

std::optional<double> Converter::read(std::string_view text) const {
    if (time_) {
        const std::optional<double> time = time_->parse(text, zone_);
        return time ? std::optional(scale_factor_.of(*time)) : std::nullopt;
    }
    return thousand_ != 0 ? parse_quantity(text, thousand_, scale_) : unit_factor_.of_text(text);
}

} // namespace promfile
