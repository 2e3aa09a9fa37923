#pragma once

#include <cstdint>

namespace promfile {

// Arithmetic of the proleptic Gregorian calendar, without the C library's global state.

// Days since 1970-01-01. `month` 1..12, `day` 1..31.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

// Year of the day that is `days` after 1970-01-01.
std::int64_t year_of_days(std::int64_t days);

bool is_leap_year(std::int64_t year);
unsigned days_in_month(std::int64_t year, unsigned month);

// 0 is Sunday.
unsigned weekday_of_days(std::int64_t days);

} // namespace promfile
