#include "aggregate/exact_sum.hpp"

#include "support/number.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <string>

namespace promfile {

namespace {

// Half a unit in the last place: 2^-53 of the power of two that the number's exponent stands for.
double half_unit(double number) {
    constexpr std::uint64_t exponent_bits = 0x7ff0000000000000;
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) & exponent_bits) * 0x1p-53;
}

struct Sum {
    double rounded;
    double error; // what the rounding lost
};

// Whichever term is the larger (D. E. Knuth's TwoSum).
Sum two_sum(double a, double b) {
    const double rounded = a + b;
    const double of_b = rounded - a;
    return {rounded, (a - (rounded - of_b)) + (b - of_b)};
}

// Adds to partial sums that do not overlap and ascend in magnitude, and leaves such.
void grow(std::vector<double>& partials, double term) {
    size_t kept = 0;
    for (const double partial : partials) {
        const Sum sum = two_sum(term, partial);
        if (sum.error != 0) {
            partials[kept++] = sum.error;
        }
        term = sum.rounded;
    }
    partials.resize(kept);
    partials.push_back(term);
}

// The sum of partial sums, rounded once.
double rounded(const std::vector<double>& partials) {
    // From the largest down, until a partial sum no longer fits; then what is left decides how a
    // half is rounded.
    size_t i = partials.size();
    double sum = 0;
    double rest = 0;
    while (i > 0) {
        const double before = sum;
        const double partial = partials[--i];
        sum = before + partial;
        rest = partial - (sum - before);
        if (rest != 0) {
            break;
        }
    }
    if (i > 0 && ((rest < 0 && partials[i - 1] < 0) || (rest > 0 && partials[i - 1] > 0))) {
        const double twice = rest * 2;
        const double other = sum + twice;
        if (twice == other - sum) {
            sum = other;
        }
    }
    return sum;
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
    const Sum high = two_sum(high_, term);
    high_ = high.rounded;
    if (!std::isfinite(high_)) {
        return; // no finite term changes it any more
    }
    const Sum low = two_sum(low_, high.error);
    low_ = low.rounded;
    if (low.error != 0) {
        grow(rest_, low.error);
    }
}

void ExactSum::add(const ExactSum& other) {
    for (const double partial : other.rest_) {
        add_exactly(partial);
    }
    add_exactly(other.low_);
    add_exactly(other.high_);
    error_ += other.error_;
}

double ExactSum::value() const {
    if (!std::isfinite(high_)) {
        return high_;
    }
    std::vector<double> partials = rest_;
    grow(partials, low_);
    grow(partials, high_);
    const double sum = rounded(partials);
    // The texts are compared with the unrounded sum: an error of half a unit, as that of a single
    // term, would be lost in the rounding of either.
    long double unrounded = 0;
    for (const double partial : partials) {
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

} // namespace promfile
