#include "values/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace promfile {

namespace {

constexpr std::int64_t base = Decimal::base;
constexpr int base_digits = Decimal::base_digits;
// Doubles hold all integers up to this one.
constexpr std::int64_t max_exact_integer = std::int64_t{1} << 53;

// Digits in base 10^9. They cover every double, from 5e-324 to 1.7976931348623157e308, and above
// that the carries of any number of terms.
constexpr size_t ones_index = 36;
constexpr size_t digit_count = ones_index + 38;
constexpr int lowest_exponent = -36 * base_digits;

constexpr std::int64_t powers_of_ten[] = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

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
    const ShortDecimal decimal = shortest_decimal(term);
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
    return total().over(1);
}

Decimal ExactSum::total() const {
    const Decimal small({billionths_, ones_, billions_}, -base_digits);
    return digits_.empty() ? small : Decimal(digits_, lowest_exponent) + small;
}

double ExactSum::mean(std::uint64_t terms) const {
    if (not_finite_ != 0) {
        return not_finite_;
    }
    constexpr auto most = static_cast<std::uint64_t>(max_exact_integer / base);
    const auto parts = terms <= most ? all_billionths() : std::nullopt;
    return parts ? static_cast<double>(*parts) / (static_cast<double>(terms) * base)
                 : total().over(terms);
}

} // namespace promfile
