#pragma once

#include "values/decimal.hpp"

#include <optional>
#include <string_view>

namespace promfile {

// A duration that is more than a number and a unit, in seconds: "2 days, 03:04:05",
// "03:04:05.5", with days "00:00:00:18.877", "1h 30m 5s", "2 weeks and 1 day", or ISO 8601 without
// years and months, whose length varies ("P1DT2H", "PT1.5S"). Larger units come first, each
// at most once. Nothing for any other text, nor for "3:04", which may be hours or minutes.
std::optional<Decimal> parse_duration(std::string_view text);

// The same for options, in seconds: here "15m" means minutes, and a number alone means seconds.
std::optional<double> parse_option_duration(std::string_view text);

} // namespace promfile
