#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace promfile {

// The shortest decimal number that reads back as the same double: digits * 10^exponent.
struct ShortDecimal {
    std::int64_t digits;
    int exponent;
};

// Of a finite number.
ShortDecimal shortest_decimal(double number);

// A decimal number with all its digits. Sums, differences and products are exact.
class Decimal {
public:
    static constexpr std::int64_t base = 1'000'000'000;
    static constexpr int base_digits = 9; // decimal digits in a digit of this base

    Decimal() = default; // 0
    // The sum of digits[i] * 10^(exponent + 9 * i). A digit may have either sign and any size below
    // 9 * 10^18.
    Decimal(std::vector<std::int64_t> digits, int exponent);
    // A whole number below 2^63 exactly, and any other finite number as its shortest decimal.
    static Decimal whole(double number);
    static Decimal shortest(double number);
    // All digits of a text that `parse_number` reads, as a number other than 0 if it has an
    // exponent.
    static Decimal of_text(std::string_view text);

    Decimal operator+(const Decimal& other) const;
    Decimal operator-(const Decimal& other) const;
    Decimal operator*(const Decimal& other) const;

    // The quotient, rounded once: infinite where it exceeds a double. The divisor is from 1 to
    // 1.8 * 10^10.
    double over(std::uint64_t divisor) const;

private:
    std::optional<double> short_quotient(std::uint64_t divisor) const;
    Decimal plus(const Decimal& other, std::int64_t sign) const;

    // Each from 0 to base - 1, the lowest first, and neither the first nor the last is 0.
    std::vector<std::int64_t> digits_;
    int exponent_ = 0;
    bool negative_ = false;
};

} // namespace promfile
