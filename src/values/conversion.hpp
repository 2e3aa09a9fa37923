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

// What a text is mapped to: a number, or the row is skipped.
using MapTarget = std::variant<double, Skip>;

// What a text is mapped to where the result is a text: of labels and states.
using TextTarget = std::variant<std::string, Skip>;

// From the text (or XPath number) of a value to a number; the order is that of the manual.
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
    invalid, // a text that is no number
    skipped, // named by the map to be left out
};

struct Converted {
    ConversionOutcome outcome = ConversionOutcome::missing;
    double number = 0;
    bool operator==(const Converted&) const = default;
};

// A `Conversion` compiled: steps (1) to (3) and (5) of the manual's order, from what a row holds to
// a number. What to do with a missing or an invalid value is the rule's business.
class Converter {
public:
    // Throws Error for an unknown unit, time format or time zone. Zone files are below `zoneinfo`.
    Converter(const Conversion& conversion, const std::string& zoneinfo);

    // A text, not yet trimmed. A plain number costs no allocation.
    Converted from_text(std::string_view text) const;
    // An XPath number: of the rule's unit, and already unix seconds where the rule reads times. The
    // map is for texts. NaN and infinity, as of a division by zero, are invalid.
    Converted from_number(double number) const;
    // An XPath boolean: 1 or 0, scaled.
    Converted from_boolean(bool boolean) const;

private:
    std::optional<double> read(std::string_view text) const;
    Converted scaled(std::optional<double> number) const;

    bool plain_ = false;                                 // there is nothing of what follows
    std::vector<std::pair<std::string, MapTarget>> map_; // sorted by text
    std::optional<MapTarget> map_else_;
    const Unit* unit_ = nullptr;
    double thousand_ = 0; // of unit = "auto" and "auto-binary"
    double scale_ = 1;
    double divisor_ = 1; // in place of a scale that is the inverse of a whole number
    std::optional<TimeFormat> time_;
    TimeZone zone_;
};

// Throws Error unless the unit is one of the table, "auto" or "auto-binary".
void check_unit(std::string_view unit);

} // namespace promfile
