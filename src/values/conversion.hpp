#pragma once

#include "values/time_format.hpp"
#include "values/time_zone.hpp"
#include "values/unit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace promfile {

struct Skip { // the row is left out
    bool operator==(const Skip&) const = default;
};

// The target of a text in a map: a number, or the row is skipped.
using MapTarget = std::variant<double, Skip>;

// The target of a text in the map of a label or a state: another text, or the row is skipped.
using TextTarget = std::variant<std::string, Skip>;

// How the text or the XPath number of a value becomes a metric's value, in the order that the
// manual gives.
struct Conversion {
    std::vector<std::pair<std::string, MapTarget>> map; // exact texts
    std::optional<MapTarget> map_else;                  // every other text
    std::string unit;                                   // a name from the table of units, or ""
    double scale = 1;
    std::string time; // "iso8601", a strptime format, or "" for a number
    std::string timezone = "UTC";
};

enum class ConversionOutcome {
    number,
    missing, // no text, or an empty one
    invalid, // a text that is not a number
    skipped, // named by the map to be left out
};

struct Converted {
    ConversionOutcome outcome = ConversionOutcome::missing;
    double number = 0;
    bool operator==(const Converted&) const = default;
};

// A compiled `Conversion`: steps (1) to (3) and (5) of the manual's order. Step (4), the policy for
// a row without a usable value, is the rule's.
class Converter {
public:
    // Throws Error for an unknown unit, time format or time zone. Zone files are below `zoneinfo`.
    Converter(const Conversion& conversion, const std::string& zoneinfo);

    // A text, not yet trimmed. A plain number costs no allocation.
    Converted from_text(std::string_view text) const;
    // An XPath number, in the rule's unit, or in unix seconds if the rule reads times. The map does
    // not apply. NaN and infinity (a division by zero) are invalid.
    Converted from_number(double number) const;
    // An XPath boolean: 1 or 0, scaled.
    Converted from_boolean(bool boolean) const;

private:
    std::optional<double> read(std::string_view text) const;

    bool plain_ = false;                                 // no map, unit, scale or time
    std::vector<std::pair<std::string, MapTarget>> map_; // sorted by text
    std::optional<MapTarget> map_else_;
    double thousand_ = 0; // of unit = "auto" and "auto-binary"
    double scale_ = 1;
    ExactFactor scale_factor_; // of what has no unit: times and booleans
    ExactFactor unit_factor_;  // of numbers: the unit and the scale
    std::optional<TimeFormat> time_;
    TimeZone zone_;
};

// Throws Error unless the unit is one of the table, "auto" or "auto-binary".
void check_unit(std::string_view unit);

} // namespace promfile
