#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// Reads a text that is a decimal number as a whole ("5", "+5", "-.5", "1e3"), independent of the
// locale. Nothing for any other text: blanks, hexadecimal, "nan", "inf", or a number too large for
// a double. A number too small for a double is 0.
std::optional<double> parse_number(std::string_view text);

// Reads up to 15 digits, with or without a minus and a point ("5", "-.5"), as `parse_number` does,
// but faster than `std::from_chars`: almost all numbers in stores are of this kind. Nothing for any
// other text.
std::optional<double> short_decimal(std::string_view text);

// The shortest text that reads back as the same double, in the spelling of the exposition format:
// "6", "0.1", "1e+22", "NaN", "+Inf", "-Inf".
std::string format_number(double value);

// `text` without leading and trailing XML white space (blank, tab, CR, LF).
std::string_view trimmed(std::string_view text);

} // namespace promfile
