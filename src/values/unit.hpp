#pragma once

#include "values/exact_factor.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace promfile {

// A unit and its conversion to the base unit of Prometheus' naming practice:
// (number - zero) * multiply / divide. Both factors are whole numbers, as ExactFactor takes them:
// 0.001 is not exact in a double.
struct Unit {
    std::string_view name;
    std::string_view base; // "seconds", "bytes", "ratio", "celsius", ...
    double multiply = 1;
    double divide = 1;
    double zero = 0;
    bool any_case = false; // a word, not a symbol: "Seconds" is "seconds", but mV is never MV

    ExactFactor factor(double scale = 1) const { return {multiply, divide, zero, scale}; }
};

// The unit of that name, or null. Names are symbols ("ms", "MiB"), which are case-sensitive, or
// words ("milliseconds", "RPM"), which are not. A rate per second ("KB/s") has the unit before the
// slash.
const Unit* find_unit(std::string_view name);

// The names of all units, for suggestions.
std::vector<std::string_view> unit_names();

// A number and its unit in one text, in the base unit and times `scale`: "634 MiB", "5120 RPM", "12
// %", "45 C", "3.5ms". K M G T P E (and k), alone or before B, are powers of `thousand` (1000 or
// 1024), and so are the words (kilobytes); a number alone is in the base unit already. Durations
// are read as well: "2 days, 03:04:05", "1h 30m", "PT1H30M". Nothing for any other text; "1,024
// KiB" is not a number.
std::optional<double> parse_quantity(std::string_view text, double thousand, double scale = 1);

} // namespace promfile
