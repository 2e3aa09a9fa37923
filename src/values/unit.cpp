#include "values/unit.hpp"

#include "support/ascii.hpp"
#include "support/number.hpp"
#include "values/duration.hpp"

#include <algorithm>
#include <cmath>

namespace promfile {

namespace {

constexpr double kibi = 1024.0;
constexpr double mebi = kibi * 1024;
constexpr double gibi = mebi * 1024;
constexpr double tebi = gibi * 1024;
constexpr double pebi = tebi * 1024;
constexpr double exbi = pebi * 1024;

constexpr bool word = true;

// The manual (promfile.toml.5) lists them, metrics/names.cpp those that no metric name should end
// in, and suggest/number_meaning.cpp those that names of fields end in.
//
// Lower-case kb, mb, gb, tb are bytes, as the programs that print them mean; Kb, Mb, Gb and Mib
// mean bits to some people and bytes to others, so they are not in the table; nor is m, which could
// mean minutes, metres or milli. No symbol with a B or a b is read in any case, since B are bytes
// in kB and MBps, and b are bits in bps and Mbps.
constexpr Unit units[] = {
    // name         base      multiply divide zero any_case
    {"ns", "seconds", 1, 1e9},
    {"nanosecond", "seconds", 1, 1e9, 0, word},
    {"nanoseconds", "seconds", 1, 1e9, 0, word},
    {"us", "seconds", 1, 1e6},
    {"\xc2\xb5s", "seconds", 1, 1e6}, // micro sign
    {"\xce\xbcs", "seconds", 1, 1e6}, // Greek mu
    {"usec", "seconds", 1, 1e6, 0, word},
    {"microsecond", "seconds", 1, 1e6, 0, word},
    {"microseconds", "seconds", 1, 1e6, 0, word},
    {"ms", "seconds", 1, 1e3},
    {"msec", "seconds", 1, 1e3, 0, word},
    {"millisecond", "seconds", 1, 1e3, 0, word},
    {"milliseconds", "seconds", 1, 1e3, 0, word},
    {"s", "seconds"},
    {"sec", "seconds", 1, 1, 0, word},
    {"secs", "seconds", 1, 1, 0, word},
    {"second", "seconds", 1, 1, 0, word},
    {"seconds", "seconds", 1, 1, 0, word},
    {"min", "seconds", 60, 1, 0, word},
    {"mins", "seconds", 60, 1, 0, word},
    {"minute", "seconds", 60, 1, 0, word},
    {"minutes", "seconds", 60, 1, 0, word},
    {"h", "seconds", 3600},
    {"hr", "seconds", 3600, 1, 0, word},
    {"hrs", "seconds", 3600, 1, 0, word},
    {"hour", "seconds", 3600, 1, 0, word},
    {"hours", "seconds", 3600, 1, 0, word},
    {"d", "seconds", 86400},
    {"day", "seconds", 86400, 1, 0, word},
    {"days", "seconds", 86400, 1, 0, word},
    {"w", "seconds", 604800},
    {"week", "seconds", 604800, 1, 0, word},
    {"weeks", "seconds", 604800, 1, 0, word},

    {"B", "bytes"},
    {"byte", "bytes", 1, 1, 0, word},
    {"bytes", "bytes", 1, 1, 0, word},
    {"kB", "bytes", 1e3},
    {"KB", "bytes", 1e3},
    {"kb", "bytes", 1e3},
    {"kilobyte", "bytes", 1e3, 1, 0, word},
    {"kilobytes", "bytes", 1e3, 1, 0, word},
    {"MB", "bytes", 1e6},
    {"mb", "bytes", 1e6},
    {"megabyte", "bytes", 1e6, 1, 0, word},
    {"megabytes", "bytes", 1e6, 1, 0, word},
    {"GB", "bytes", 1e9},
    {"gb", "bytes", 1e9},
    {"gigabyte", "bytes", 1e9, 1, 0, word},
    {"gigabytes", "bytes", 1e9, 1, 0, word},
    {"TB", "bytes", 1e12},
    {"tb", "bytes", 1e12},
    {"terabyte", "bytes", 1e12, 1, 0, word},
    {"terabytes", "bytes", 1e12, 1, 0, word},
    {"PB", "bytes", 1e15},
    {"EB", "bytes", 1e18},
    {"KiB", "bytes", kibi},
    {"kib", "bytes", kibi},
    {"KIB", "bytes", kibi},
    {"kibibytes", "bytes", kibi, 1, 0, word},
    {"MiB", "bytes", mebi},
    {"mib", "bytes", mebi},
    {"MIB", "bytes", mebi},
    {"mebibytes", "bytes", mebi, 1, 0, word},
    {"GiB", "bytes", gibi},
    {"gib", "bytes", gibi},
    {"GIB", "bytes", gibi},
    {"gibibytes", "bytes", gibi, 1, 0, word},
    {"TiB", "bytes", tebi},
    {"tib", "bytes", tebi},
    {"TIB", "bytes", tebi},
    {"tebibytes", "bytes", tebi, 1, 0, word},
    {"PiB", "bytes", pebi},
    {"EiB", "bytes", exbi},
    {"Bps", "bytes"},
    {"kBps", "bytes", 1e3},
    {"KBps", "bytes", 1e3},
    {"MBps", "bytes", 1e6},
    {"GBps", "bytes", 1e9},
    {"bit", "bytes", 1, 8, 0, word},
    {"bits", "bytes", 1, 8, 0, word},
    {"kbit", "bytes", 125, 1, 0, word},
    {"Mbit", "bytes", 125e3, 1, 0, word},
    {"Gbit", "bytes", 125e6, 1, 0, word},
    {"Tbit", "bytes", 125e9, 1, 0, word},
    {"bps", "bytes", 1, 8},
    {"kbps", "bytes", 125},
    {"Kbps", "bytes", 125},
    {"Mbps", "bytes", 125e3},
    {"Gbps", "bytes", 125e6},

    {"%", "ratio", 1, 100},
    {"percent", "ratio", 1, 100, 0, word},
    {"percentage", "ratio", 1, 100, 0, word},
    {"ratio", "ratio", 1, 1, 0, word},

    {"C", "celsius"},
    {"\xc2\xb0"
     "C",
     "celsius"},
    {"celsius", "celsius", 1, 1, 0, word},
    {"F", "celsius", 5, 9, 32},
    {"\xc2\xb0"
     "F",
     "celsius", 5, 9, 32},
    {"fahrenheit", "celsius", 5, 9, 32, word},
    {"kelvin", "celsius", 1, 1, 273.15, word}, // its symbol K alone is a thousand

    {"uV", "volts", 1, 1e6},
    {"mV", "volts", 1, 1e3},
    {"millivolts", "volts", 1, 1e3, 0, word},
    {"V", "volts"},
    {"volt", "volts", 1, 1, 0, word},
    {"volts", "volts", 1, 1, 0, word},
    {"kV", "volts", 1e3},
    {"uA", "amperes", 1, 1e6},
    {"mA", "amperes", 1, 1e3},
    {"milliamperes", "amperes", 1, 1e3, 0, word},
    {"A", "amperes"},
    {"ampere", "amperes", 1, 1, 0, word},
    {"amperes", "amperes", 1, 1, 0, word},
    {"amps", "amperes", 1, 1, 0, word},
    {"uW", "watts", 1, 1e6},
    {"mW", "watts", 1, 1e3},
    {"milliwatts", "watts", 1, 1e3, 0, word},
    {"W", "watts"},
    {"watt", "watts", 1, 1, 0, word},
    {"watts", "watts", 1, 1, 0, word},
    {"kW", "watts", 1e3},
    {"kilowatts", "watts", 1e3, 1, 0, word},
    {"MW", "watts", 1e6},
    {"uJ", "joules", 1, 1e6},
    {"mJ", "joules", 1, 1e3},
    {"J", "joules"},
    {"joule", "joules", 1, 1, 0, word},
    {"joules", "joules", 1, 1, 0, word},
    {"kJ", "joules", 1e3},
    {"Wh", "joules", 3600, 1, 0, word},
    {"kWh", "joules", 3.6e6, 1, 0, word},

    {"Hz", "hertz", 1, 1, 0, word},
    {"hertz", "hertz", 1, 1, 0, word},
    {"kHz", "hertz", 1e3, 1, 0, word},
    {"kilohertz", "hertz", 1e3, 1, 0, word},
    {"MHz", "hertz", 1e6},
    {"megahertz", "hertz", 1e6, 1, 0, word},
    {"GHz", "hertz", 1e9, 1, 0, word},
    {"gigahertz", "hertz", 1e9, 1, 0, word},
    {"rpm", "rpm", 1, 1, 0, word},
    {"mm", "meters", 1, 1e3},
    {"cm", "meters", 1, 1e2},
    {"meters", "meters", 1, 1, 0, word},
    {"metres", "meters", 1, 1, 0, word},
    {"km", "meters", 1e3, 1, 0, word},
    {"mg", "grams", 1, 1e3},
    {"g", "grams"},
    {"grams", "grams", 1, 1, 0, word},
    {"kg", "grams", 1e3, 1, 0, word},
};

constexpr std::string_view powers = "KMGTPE";

bool equal_but_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return to_lower(x) == to_lower(y);
           });
}

// The power of ten or of two for which a single letter stands, or 0.
double power(std::string_view letter, double thousand) {
    const size_t index = letter == "k" ? 0 : powers.find(letter);
    return letter.size() != 1 || index == std::string_view::npos
               ? 0
               : std::pow(thousand, static_cast<double>(index + 1));
}

// A unit whose powers of 1000 bytes are powers of `thousand`: with 1024, kB is KiB.
Unit with_thousand(Unit unit, double thousand) {
    double decimal = 1000;
    double wanted = thousand;
    for (size_t i = 0; i < powers.size() && unit.base == "bytes"; ++i) {
        if (unit.multiply == decimal) {
            unit.multiply = wanted;
            break;
        }
        decimal *= 1000;
        wanted *= thousand;
    }
    return unit;
}

// The end of the number at the front of the text: digits, sign, point and a complete exponent.
size_t end_of_number(std::string_view text) {
    const auto digits = [&](size_t at) {
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        return at;
    };
    const auto sign = [&](size_t at) {
        return at < text.size() && (text[at] == '+' || text[at] == '-') ? at + 1 : at;
    };
    size_t end = digits(sign(0));
    if (end < text.size() && text[end] == '.') {
        end = digits(end + 1);
    }
    if (end < text.size() && to_lower(text[end]) == 'e') {
        const size_t exponent = sign(end + 1);
        const size_t after = digits(exponent);
        end = after > exponent ? after : end; // "5 E" and "5EB" hold no exponent
    }
    return end;
}

std::optional<double> duration_times(std::string_view text, double scale) {
    const std::optional<Decimal> duration = parse_duration(text);
    return duration ? std::optional(ExactFactor(scale).of(*duration)) : std::nullopt;
}

} // namespace

const Unit* find_unit(std::string_view name) {
    if (name.size() > 2 && name.ends_with("/s")) {
        name.remove_suffix(2);
    }
    const auto exact = std::find_if(std::begin(units), std::end(units),
                                    [&](const Unit& unit) { return unit.name == name; });
    if (exact != std::end(units)) {
        return exact;
    }
    const auto found = std::find_if(std::begin(units), std::end(units), [&](const Unit& unit) {
        return unit.any_case && equal_but_case(unit.name, name);
    });
    return found == std::end(units) ? nullptr : found;
}

std::vector<std::string_view> unit_names() {
    std::vector<std::string_view> names;
    std::transform(std::begin(units), std::end(units), std::back_inserter(names),
                   [](const Unit& unit) { return unit.name; });
    return names;
}

std::optional<double> parse_quantity(std::string_view text, double thousand, double scale) {
    text = trimmed(text);
    const std::string_view number = text.substr(0, end_of_number(text));
    if (number.empty()) { // "PT1H30M"
        return duration_times(text, scale);
    }
    const std::string_view name = trimmed(text.substr(number.size()));
    if (name.empty()) {
        return ExactFactor(scale).of_text(number);
    }
    if (const double factor = power(name, thousand); factor != 0) {
        return ExactFactor(factor, 1, 0, scale).of_text(number);
    }
    if (const Unit* unit = find_unit(name)) {
        return with_thousand(*unit, thousand).factor(scale).of_text(number);
    }
    return duration_times(text, scale);
}

} // namespace promfile
