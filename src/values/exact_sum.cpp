#include "values/exact_sum.hpp"

#include "support/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <string>

namespace promfile {

namespace {

constexpr std::int64_t base = 1'000'000'000;
constexpr int base_digits = 9;
// Doubles hold all integers up to this one.
constexpr std::int64_t max_exact_integer = std::int64_t{1} << 53;

// Digits in base 10^9. They cover every double, from 5e-324 to 1.7976931348623157e308, and above
// that the carries of any number of terms.
constexpr size_t ones_index = 36;
constexpr size_t digit_count = ones_index + 38;
constexpr int lowest_exponent = -36 * base_digits;

// A finite number as digits * 10^exponent: the shortest decimal number that reads back as the same
// double.
struct Decimal {
    std::int64_t digits;
    int exponent;
};

Decimal shortest_decimal(double number) {
    char text[32];
    const char* end =
        std::to_chars(std::begin(text), std::end(text), number, std::chars_format::scientific).ptr;
    // "-1.2345e+20"
    Decimal decimal{0, 0};
    int places = 0;
    bool after_point = false;
    const char* at = number < 0 ? text + 1 : text;
    for (; *at != 'e'; ++at) {
        if (*at == '.') {
            after_point = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + (*at - '0');
        places += after_point ? 1 : 0;
    }
    at += at[1] == '+' ? 2 : 1;
    std::from_chars(at, end, decimal.exponent);
    decimal.exponent -= places;
    decimal.digits = number < 0 ? -decimal.digits : decimal.digits;
    return decimal;
}

constexpr std::int64_t powers_of_ten[] = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

// Carries from each digit to the next, so that each is from 0 to base - 1, except the last, which
// takes the sign.
void carry(std::vector<std::int64_t>& digits) {
    for (size_t i = 0; i + 1 < digits.size(); ++i) {
        std::int64_t over = digits[i] / base;
        over -= digits[i] - over * base < 0 ? 1 : 0;
        digits[i] -= over * base;
        digits[i + 1] += over;
    }
}

// A number as text, without zero digits at either end. The digits are carried and not negative, and
// the first of them counts multiples of 10^exponent.
std::string text_of(const std::vector<std::int64_t>& digits, int exponent) {
    const auto is_zero = [](std::int64_t digit) { return digit == 0; };
    const auto lowest = std::find_if_not(digits.begin(), digits.end(), is_zero);
    const auto end = std::find_if_not(digits.rbegin(), digits.rend(), is_zero).base();
    std::string text = "0";
    for (auto digit = end; digit > lowest;) {
        fmt::format_to(std::back_inserter(text), "{:09}", *--digit);
    }
    return fmt::format("{}e{}", text, exponent + base_digits * (lowest - digits.begin()));
}

} // namespace

void ExactSum::add(double term) {
    const double size = std::fabs(term);
    if (size <= max_exact_integer && term == std::trunc(term)) {
        const auto whole = static_cast<std::int64_t>(term);
        ones_ += whole % base;
        billions_ += whole / base;
        return;
    }
    const bool added = size < 1e6    ? add_multiple<1'000'000'000>(term)
                       : size < 1e9  ? add_multiple<1'000'000>(term)
                       : size < 1e12 ? add_multiple<1'000>(term)
                                     : false;
    if (!added) {
        add_any(term);
    }
}

// Adds the term and returns true if it is a multiple of 1 / parts: if the nearest such multiple
// gives the term again. The multiple is then the number of the decimal text, if that has at most 15
// significant digits: two such numbers are never the same double, and the division rounds once, as
// reading the text did.
template<std::int64_t parts>
bool ExactSum::add_multiple(double term) {
    const auto count = static_cast<std::int64_t>(term * parts + std::copysign(0.5, term));
    if (static_cast<double>(count) / parts != term) {
        return false;
    }
    billionths_ += count % parts * (base / parts);
    ones_ += count / parts % base;
    billions_ += count / parts / base;
    return true;
}

void ExactSum::add_any(double term) {
    if (!std::isfinite(term)) {
        not_finite_ += term;
        return;
    }
    digits_.resize(digit_count);
    const Decimal decimal = shortest_decimal(term);
    const int place = decimal.exponent - lowest_exponent;
    auto digit = digits_.begin() + place / base_digits;
    // The term has up to 17 decimal digits, which lie in up to three digits of base 10^9.
    const int shift = place % base_digits;
    const std::int64_t above = powers_of_ten[base_digits - shift];
    digit[0] += decimal.digits % above * powers_of_ten[shift];
    digit[1] += decimal.digits / above % base;
    digit[2] += decimal.digits / above / base;
}

void ExactSum::add(const ExactSum& other) {
    billionths_ += other.billionths_;
    ones_ += other.ones_;
    billions_ += other.billions_;
    digits_.resize(std::max(digits_.size(), other.digits_.size()));
    std::transform(other.digits_.begin(), other.digits_.end(), digits_.begin(), digits_.begin(),
                   std::plus<>());
    not_finite_ += other.not_finite_;
}

constexpr std::int64_t max_term = 4'000'000'000'000'000'000; // two of these fit in 64 bits

// The whole part of the sum, if it fits in 64 bits and no term has needed all digits.
std::optional<std::int64_t> ExactSum::whole() const {
    if (!digits_.empty() || std::abs(billions_) > max_term / base || std::abs(ones_) > max_term) {
        return std::nullopt;
    }
    return billions_ * base + ones_;
}

// The sum as a number of billionths that a double holds exactly.
std::optional<std::int64_t> ExactSum::all_billionths() const {
    const std::optional<std::int64_t> ones = whole();
    if (!ones || std::abs(*ones) > max_term / base || std::abs(billionths_) > max_term) {
        return std::nullopt;
    }
    const std::int64_t parts = *ones * base + billionths_;
    return std::abs(parts) <= max_exact_integer ? std::optional(parts) : std::nullopt;
}

double ExactSum::value() const {
    if (not_finite_ != 0) {
        return not_finite_;
    }
    if (const auto ones = whole(); ones && billionths_ == 0) {
        return static_cast<double>(*ones);
    }
    if (const auto parts = all_billionths()) {
        return static_cast<double>(*parts) / static_cast<double>(base);
    }
    std::vector<std::int64_t> digits = digits_;
    size_t ones = ones_index;
    if (digits.empty()) {
        digits.resize(5); // for the three members below, and two for carries
        ones = 1;
    }
    digits[ones - 1] += billionths_;
    digits[ones] += ones_;
    digits[ones + 1] += billions_;
    carry(digits);
    const bool negative = digits.back() < 0;
    if (negative) {
        std::transform(digits.begin(), digits.end(), digits.begin(), std::negate<>());
        carry(digits);
    }
    const std::string text = text_of(digits, -static_cast<int>(ones) * base_digits);
    const double size = parse_number(text).value_or(std::numeric_limits<double>::infinity());
    return negative ? -size : size;
}

double ExactSum::mean(std::uint64_t terms) const {
    constexpr auto most = static_cast<std::uint64_t>(max_exact_integer / base);
    const std::optional<std::int64_t> parts =
        not_finite_ == 0 && terms <= most ? all_billionths() : std::nullopt;
    return parts ? static_cast<double>(*parts) / (static_cast<double>(terms) * base)
                 : value() / static_cast<double>(terms);
}

double exact_difference(double from, double subtracted) {
    ExactSum sum;
    sum.add(from);
    sum.add(-subtracted);
    return sum.value();
}

double exact_product(double a, double b) {
    const double product = a * b;
    if (a == 1 || b == 1 || product == 0 || !std::isfinite(product)) {
        return product;
    }
    const bool is_whole = a == std::trunc(a);
    if (is_whole || b == std::trunc(b)) {
        // The other is mostly a quotient of two whole numbers, as in ExactSum::add_multiple.
        const double whole = is_whole ? a : b;
        const double other = is_whole ? b : a;
        for (const double parts : {1.0, 1e3, 1e6, 1e9}) {
            const double count = std::round(other * parts);
            if (count / parts == other && std::fabs(count * whole) <= max_exact_integer) {
                return count * whole / parts;
            }
        }
    }
    const Decimal first = shortest_decimal(std::fabs(a));
    const Decimal second = shortest_decimal(std::fabs(b));
    const std::int64_t first_low = first.digits % base;
    const std::int64_t first_high = first.digits / base;
    const std::int64_t second_low = second.digits % base;
    const std::int64_t second_high = second.digits / base;
    std::vector<std::int64_t> digits = {first_low * second_low,
                                        first_low * second_high + first_high * second_low,
                                        first_high * second_high, 0, 0};
    carry(digits);
    const std::string text = text_of(digits, first.exponent + second.exponent);
    return std::copysign(parse_number(text).value_or(std::fabs(product)), product);
}

} // namespace promfile
