#include "rules/exact_sum.hpp"

#include "support/number.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace promfile {

namespace {

// Half a unit in the last place: 2^-53 of the power of two that the number's exponent stands for.
double half_unit(double number) {
    constexpr std::uint64_t exponent_bits = 0x7ff0000000000000;
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) & exponent_bits) * 0x1p-53;
}

} // namespace

void ExactSum::add(double term) {
    // Whole numbers that a double holds exactly are what their text says.
    if (term != std::trunc(term) || std::fabs(term) > 0x1p53) {
        error_ += half_unit(term);
    }
    add_exactly(term);
}

void ExactSum::add_exactly(double term) {
    if (!std::isfinite(term)) {
        special_ += term;
        has_special_ = true;
        return;
    }
    if (has_special_) {
        return; // no finite term changes it
    }
    size_t kept = 0;
    for (double partial : partials_) {
        if (std::fabs(term) < std::fabs(partial)) {
            std::swap(term, partial);
        }
        const double high = term + partial;
        if (!std::isfinite(high)) { // overflow
            special_ += high;
            has_special_ = true;
            partials_.clear();
            return;
        }
        const double low = partial - (high - term);
        if (low != 0) {
            partials_[kept++] = low;
        }
        term = high;
    }
    partials_.resize(kept);
    partials_.push_back(term);
}

void ExactSum::add(const ExactSum& other) {
    for (const double partial : other.partials_) {
        add_exactly(partial);
    }
    error_ += other.error_;
    special_ += other.special_;
    has_special_ |= other.has_special_;
}

double ExactSum::value() const {
    if (has_special_) {
        return special_;
    }
    const double sum = exact();
    // The texts are compared with the unrounded sum: an error of half a unit, as that of a single
    // term, would be lost in the rounding of either.
    long double unrounded = 0;
    for (const double partial : partials_) {
        unrounded += partial;
    }
    constexpr int most_digits = 17;
    for (int digits = 1; error_ > 0 && digits < most_digits; ++digits) {
        const std::string text = fmt::format("{:.{}g}", sum, digits);
        long double shorter = 0;
        std::from_chars(text.data(), text.data() + text.size(), shorter);
        if (std::fabs(shorter - unrounded) <= static_cast<long double>(error_)) {
            return parse_number(text).value_or(sum);
        }
    }
    return sum;
}

double ExactSum::exact() const {
    // From the largest down, until a partial sum no longer fits; then what is left decides how a
    // half is rounded.
    size_t i = partials_.size();
    double sum = 0;
    double rest = 0;
    while (i > 0) {
        const double before = sum;
        const double partial = partials_[--i];
        sum = before + partial;
        rest = partial - (sum - before);
        if (rest != 0) {
            break;
        }
    }
    if (i > 0 && ((rest < 0 && partials_[i - 1] < 0) || (rest > 0 && partials_[i - 1] > 0))) {
        const double twice = rest * 2;
        const double rounded = sum + twice;
        if (twice == rounded - sum) {
            sum = rounded;
        }
    }
    return sum;
}

} // namespace promfile
