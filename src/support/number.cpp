#include "support/number.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>

namespace promfile {

namespace {

// Is the number closer to 0 than 1 is? `text` is a decimal number other than 0; its exponent and
// its digits may exceed what a double holds.
bool is_below_one(std::string_view text) {
    const std::string_view digits = text.substr(0, text.find_first_of("eE"));
    std::string_view exponent = text.substr(std::min(digits.size() + 1, text.size()));
    // The exponent in scientific notation, with one digit before the point, is `places` plus the
    // exponent that the text states.
    const size_t point = std::min(digits.find('.'), digits.size());
    const size_t first = digits.find_first_of("123456789");
    const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) -
                        (first < point ? 1 : 0);
    std::int32_t power = 0;
    exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
    const auto [end, code] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    if (code == std::errc::result_out_of_range) { // no row of digits is long enough to compensate
        return exponent.starts_with('-');
    }
    return places + power < 0;
}

} // namespace

// The digits and the power of ten are whole numbers that a double represents exactly, so only the
// division rounds (W. D. Clinger, How to Read Floating Point Numbers Accurately).
std::optional<double> short_decimal(std::string_view text) {
    constexpr size_t max_digits = 15;
    constexpr double powers_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    static_assert(std::size(powers_of_ten) == max_digits + 1);
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    if (text.size() > max_digits + 1) {
        return std::nullopt;
    }
    std::uint64_t digits = 0;
    size_t point = text.size();
    for (size_t i = 0; i < text.size(); ++i) {
        const auto digit = static_cast<unsigned>(text[i]) - unsigned{'0'};
        if (digit <= 9) {
            digits = digits * 10 + digit;
        } else if (text[i] == '.' && point == text.size()) {
            point = i;
        } else {
            return std::nullopt;
        }
    }
    const bool has_point = point < text.size();
    const size_t count = text.size() - (has_point ? 1 : 0);
    if (count == 0 || count > max_digits) {
        return std::nullopt;
    }
    const double whole = static_cast<double>(digits);
    const double number = has_point ? whole / powers_of_ten[text.size() - point - 1] : whole;
    return negative ? -number : number;
}

std::optional<double> parse_number(std::string_view text) {
    // from_chars does not accept a plus sign. Without it, "+-5" must not become "-5".
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    if (const std::optional<double> number = short_decimal(text)) {
        return number;
    }
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, code] = std::from_chars(text.data(), end, value);
    if (rest != end || text.empty() || !std::isfinite(value)) {
        return std::nullopt;
    }
    if (code == std::errc::result_out_of_range) {
        // A number below the smallest double is taken for 0; a number above the largest is refused.
        return is_below_one(text) ? std::optional<double>(0.0) : std::nullopt;
    }
    return value;
}

std::string format_number(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    return fmt::format("{}", value == 0 ? 0.0 : value); // the sign of a zero carries no information
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace promfile
