#pragma once

#include "values/decimal.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace promfile {

// The sum of decimal numbers, exact and rounded once: 0.1 ten times is 1. The sum does not depend
// on the order of the terms, nor on how they are distributed over partial sums.
//
// Terms come from decimal texts. A term stands for the shortest decimal number that reads back as
// the same double: a text with at most 15 significant digits is this number itself. The sum can
// have up to nine billion terms.
class ExactSum {
public:
    void add(double term);
    void add(const ExactSum& other);
    // Infinite if a term is infinite or the sum exceeds a double; NaN if a term is NaN, or for
    // infinities of both signs.
    double value() const;
    // The sum divided by the number of terms, exact and rounded once.
    double mean(std::uint64_t terms) const;

private:
    template<std::int64_t parts>
    bool add_multiple(double term);
    void add_any(double term);
    std::optional<std::int64_t> whole() const;
    std::optional<std::int64_t> all_billionths() const;
    Decimal total() const; // if it is finite

    // Digits in base 10^9, signed and without carries: each term adds less than 10^9 to a digit.
    // Almost all terms need these three alone.
    std::int64_t billionths_ = 0;
    std::int64_t ones_ = 0;
    std::int64_t billions_ = 0;
    std::vector<std::int64_t> digits_; // of the other terms: all digits that a double can have
    double not_finite_ = 0;            // the sum of the terms that are not finite
};

} // namespace promfile
