#include "values/civil_time.hpp"

namespace promfile {

namespace {

constexpr unsigned month_lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

// Days from 0000-01-01 to January 1 of the year.
constexpr std::int64_t days_before_year(std::int64_t year) {
    const std::int64_t last = year - 1;
    return 365 * year + floor_divide(last, 4) - floor_divide(last, 100) + floor_divide(last, 400) +
           1;
}

constexpr std::int64_t epoch = days_before_year(1970);

} // namespace

bool is_leap_year(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_in_month(std::int64_t year, unsigned month) {
    return month == 2 && is_leap_year(year) ? 29 : month_lengths[month - 1];
}

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
    std::int64_t days = days_before_year(year) - epoch + day - 1;
    for (unsigned m = 1; m < month; ++m) {
        days += days_in_month(year, m);
    }
    return days;
}

std::int64_t year_of_days(std::int64_t days) {
    std::int64_t year = 1970 + floor_divide(days * 400, 146097);
    while (days_from_civil(year, 1, 1) > days) {
        --year;
    }
    while (days_from_civil(year + 1, 1, 1) <= days) {
        ++year;
    }
    return year;
}

unsigned weekday_of_days(std::int64_t days) {
    return static_cast<unsigned>(((days + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
}

} // namespace promfile
