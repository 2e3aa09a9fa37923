#include "values/exact_factor.hpp"

#include "support/number.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace promfile {

namespace {

constexpr double two_to_53 = 9007199254740992; // doubles hold all integers up to this one

// Whether the text has at most 15 digits: then it is the shortest decimal of its double.
bool is_short(std::string_view text) {
    constexpr size_t max_digits = 15;
    if (text.size() <= max_digits || text.size() > max_digits + 2) {
        return text.size() <= max_digits;
    }
    const auto points = static_cast<size_t>(std::count(text.begin(), text.end(), '.'));
    return text.size() - points - (text.starts_with('-') ? 1 : 0) <= max_digits;
}

} // namespace

ExactFactor::ExactFactor(double multiply, double divide, double zero, double scale)
    : multiply_(multiply), divide_(divide), zero_(zero), scale_(scale), numerator_(multiply),
      denominator_(divide) {
    if (scale != 1) {
        const ShortDecimal decimal = shortest_decimal(scale);
        numerator_ *=
            static_cast<double>(decimal.digits) * std::pow(10, std::max(decimal.exponent, 0));
        denominator_ *= std::pow(10, std::max(-decimal.exponent, 0));
        if (std::fabs(numerator_) > two_to_53 || denominator_ > two_to_53) {
            return;
        }
    }
    // A product with a power of two is exact: only the odd factor needs digits.
    const auto whole = static_cast<std::uint64_t>(std::fabs(numerator_));
    const std::uint64_t odd = whole == 0 ? 1 : whole >> std::countr_zero(whole);
    constexpr double most_digits = 1e15;
    most_ = std::min(std::floor(two_to_53 / static_cast<double>(odd)), most_digits);
}

double ExactFactor::of(double number) const {
    if (zero_ == 0 && numerator_ == denominator_) {
        return number;
    }
    // The number is mostly the quotient of a whole number and a power of ten. There is one such
    // quotient with up to 15 digits, as in ExactSum::add_multiple; it is the shortest decimal.
    for (const double parts : {1.0, 1e3, 1e6, 1e9}) {
        if (!(std::fabs(number) * parts <= most_) || denominator_ * parts > two_to_53) {
            break;
        }
        const auto count = static_cast<double>(
            static_cast<std::int64_t>(number * parts + std::copysign(0.5, number)));
        const double zero = zero_ == 0 ? 0 : std::round(zero_ * parts);
        if (count / parts == number && zero / parts == zero_ && std::fabs(count - zero) <= most_) {
            return (count - zero) * numerator_ / (denominator_ * parts);
        }
    }
    return of(Decimal::shortest(number));
}

double ExactFactor::of(const Decimal& number) const {
    Decimal product = zero_ == 0 ? number : number - Decimal::shortest(zero_);
    product = multiply_ == 1 ? product : product * Decimal::whole(multiply_);
    product = scale_ == 1 ? product : product * Decimal::shortest(scale_);
    return product.over(static_cast<std::uint64_t>(divide_));
}

std::optional<double> ExactFactor::of_text(std::string_view text) const {
    const std::optional<double> number = parse_number(text);
    return !number                          ? std::nullopt
           : is_short(text) || *number == 0 ? std::optional(of(*number))
                                            : of(Decimal::of_text(text));
}

} // namespace promfile
