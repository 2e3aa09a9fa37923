#pragma once

#include "values/decimal.hpp"

#include <optional>
#include <string_view>

namespace promfile {

// The conversion (number - zero) * multiply / divide * scale of decimal numbers, exact and rounded
// once: 5.1 ms are 0.0051 s, and 300 K are 26.85 °C.
//
// `multiply`, from 1 to 2^62, and `divide`, from 1 to 10^10, are the whole numbers that these
// doubles are. `zero` and `scale` are finite and stand for the shortest decimal numbers that read
// back as the same doubles.
class ExactFactor {
public:
    explicit ExactFactor(double scale = 1) : ExactFactor(1, 1, 0, scale) {}
    ExactFactor(double multiply, double divide, double zero, double scale);

    // Of a finite number, which stands for the shortest decimal. Infinite where the result exceeds
    // a double.
    double of(double number) const;
    double of(const Decimal& number) const;
    // Of all digits of the text. Nothing if it is not a number.
    std::optional<double> of_text(std::string_view text) const;

private:
    double multiply_;
    double divide_;
    double zero_;
    double scale_;
    // multiply / divide * scale as a fraction, and the most that can be multiplied by the numerator
    // exactly in a double: less than 0 if the fraction has no exact doubles.
    double numerator_ = 1;
    double denominator_ = 1;
    double most_ = -1;
};

} // namespace promfile
