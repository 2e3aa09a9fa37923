#include "values/decimal.hpp"

#include "support/ascii.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <limits>
#include <string>

namespace promfile {

namespace {

// Carries from each digit to the next, so that each is from 0 to base - 1, except the last, which
// takes the sign.
void carry(std::vector<std::int64_t>& digits) {
    std::int64_t over = 0;
    for (std::int64_t& digit : digits) {
        digit += over;
        over = digit / Decimal::base;
        over -= digit - over * Decimal::base < 0 ? 1 : 0;
        digit -= over * Decimal::base;
    }
    for (; over > 0; over /= Decimal::base) {
        digits.push_back(over % Decimal::base);
    }
    if (over < 0) {
        digits.push_back(over);
    }
}

// The same number with an exponent that is lower by `places`: digits are moved up.
std::vector<std::int64_t> moved_up(const std::vector<std::int64_t>& digits, int places) {
    std::vector<std::int64_t> moved(static_cast<size_t>(places / Decimal::base_digits));
    std::int64_t factor = 1;
    for (int i = 0; i < places % Decimal::base_digits; ++i) {
        factor *= 10;
    }
    std::transform(digits.begin(), digits.end(), std::back_inserter(moved),
                   [factor](std::int64_t digit) { return digit * factor; });
    return moved;
}

} // namespace

ShortDecimal shortest_decimal(double number) {
    char text[32];
    const char* end =
        std::to_chars(std::begin(text), std::end(text), number, std::chars_format::scientific).ptr;
    // "-1.2345e+20"
    ShortDecimal decimal{0, 0};
    int places = 0;
    bool after_point = false;
    const char* at = text + (std::signbit(number) ? 1 : 0);
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

Decimal::Decimal(std::vector<std::int64_t> digits, int exponent)
    : digits_(std::move(digits)), exponent_(exponent) {
    carry(digits_);
    negative_ = !digits_.empty() && digits_.back() < 0;
    if (negative_) {
        std::transform(digits_.begin(), digits_.end(), digits_.begin(), std::negate<>());
        carry(digits_);
    }
    const auto is_zero = [](std::int64_t digit) { return digit == 0; };
    digits_.erase(std::find_if_not(digits_.rbegin(), digits_.rend(), is_zero).base(),
                  digits_.end());
    const auto lowest = std::find_if_not(digits_.begin(), digits_.end(), is_zero);
    exponent_ =
        digits_.empty() ? 0 : exponent_ + static_cast<int>(lowest - digits_.begin()) * base_digits;
    digits_.erase(digits_.begin(), lowest);
}

Decimal Decimal::whole(double number) {
    constexpr double limit = 9223372036854775808.0; // 2^63
    return std::fabs(number) < limit && number == std::trunc(number)
               ? Decimal({static_cast<std::int64_t>(number)}, 0)
               : shortest(number);
}

Decimal Decimal::shortest(double number) {
    const ShortDecimal decimal = shortest_decimal(number);
    return {{decimal.digits}, decimal.exponent};
}

Decimal Decimal::of_text(std::string_view text) {
    const bool negative = text.starts_with('-');
    const size_t end = std::min(text.find_first_of("eE"), text.size());
    int exponent = 0;
    std::string_view power = text.substr(std::min(end + 1, text.size()));
    power.remove_prefix(power.starts_with('+') ? 1 : 0);
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    const size_t point = text.substr(0, end).find('.');
    std::vector<std::int64_t> digits;
    std::int64_t place = 1;
    for (size_t at = end; at-- > 0;) {
        if (!is_digit(text[at])) {
            continue; // the point and the sign
        }
        if (digits.empty() || place == base) {
            digits.push_back(0);
            place = 1;
        }
        digits.back() += (text[at] - '0') * (negative ? -place : place);
        place *= 10;
    }
    const size_t places = point == std::string_view::npos ? 0 : end - point - 1;
    return {std::move(digits), exponent - static_cast<int>(places)};
}

Decimal Decimal::plus(const Decimal& other, std::int64_t sign) const {
    const int exponent = std::min(exponent_, other.exponent_);
    std::vector<std::int64_t> sum;
    const auto add = [&](const Decimal& term, std::int64_t factor) {
        const std::vector<std::int64_t> digits = moved_up(term.digits_, term.exponent_ - exponent);
        sum.resize(std::max(sum.size(), digits.size()));
        std::transform(
            digits.begin(), digits.end(), sum.begin(), sum.begin(),
            [factor](std::int64_t digit, std::int64_t into) { return into + factor * digit; });
    };
    add(*this, negative_ ? -1 : 1);
    add(other, other.negative_ ? -sign : sign);
    return {std::move(sum), exponent};
}

Decimal Decimal::operator+(const Decimal& other) const {
    return plus(other, 1);
}

Decimal Decimal::operator-(const Decimal& other) const {
    return plus(other, -1);
}

Decimal Decimal::operator*(const Decimal& other) const {
    std::vector<std::int64_t> product(digits_.size() + other.digits_.size());
    for (size_t i = 0; i < digits_.size(); ++i) {
        std::int64_t over = 0;
        for (size_t j = 0; j < other.digits_.size(); ++j) {
            const std::int64_t digit = product[i + j] + digits_[i] * other.digits_[j] + over;
            product[i + j] = digit % base;
            over = digit / base;
        }
        product[i + other.digits_.size()] += over;
    }
    Decimal result(std::move(product), exponent_ + other.exponent_);
    result.negative_ = negative_ != other.negative_;
    return result;
}

// The quotient, if both numbers are exact in doubles: then only the division rounds.
std::optional<double> Decimal::short_quotient(std::uint64_t divisor) const {
    constexpr double most_exact = 9007199254740992;
    constexpr double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                               1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const auto places = static_cast<size_t>(std::abs(exponent_));
    if (digits_.size() > 2 || places >= std::size(tens)) {
        return std::nullopt;
    }
    double size = 0;
    std::for_each(digits_.rbegin(), digits_.rend(),
                  [&](std::int64_t digit) { size = size * base + static_cast<double>(digit); });
    size *= exponent_ > 0 ? tens[places] : 1;
    const double divided = static_cast<double>(divisor) * (exponent_ < 0 ? tens[places] : 1);
    if (size > most_exact || divided > most_exact) {
        return std::nullopt;
    }
    return (negative_ ? -size : size) / divided;
}

double Decimal::over(std::uint64_t divisor) const {
    if (const std::optional<double> quotient = short_quotient(divisor)) {
        return *quotient;
    }
    // A number half-way between two doubles has at most 768 digits. So a quotient that does not end
    // after these many lies between the same doubles with any other digits after them.
    constexpr int more_digits = 90;
    constexpr auto unit = static_cast<std::uint64_t>(base);
    std::string text = negative_ ? "-0" : "0";
    std::uint64_t rest = 0;
    const auto divide = [&](std::int64_t digit) {
        const std::uint64_t dividend = rest * unit + static_cast<std::uint64_t>(digit);
        char nine[base_digits];
        std::uint64_t quotient = dividend / divisor;
        std::for_each(std::rbegin(nine), std::rend(nine), [&](char& place) {
            place = static_cast<char>('0' + quotient % 10);
            quotient /= 10;
        });
        text.append(nine, base_digits);
        rest = dividend % divisor;
    };
    std::for_each(digits_.rbegin(), digits_.rend(), divide);
    int exponent = exponent_;
    for (int more = 0; rest != 0 && more < more_digits; ++more) {
        divide(0);
        exponent -= base_digits;
    }
    text += rest != 0 ? "1" : "";
    exponent -= rest != 0 ? 1 : 0;
    fmt::format_to(std::back_inserter(text), "e{}", exponent);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return parse_number(text).value_or(negative_ ? -infinity : infinity);
}

} // namespace promfile
