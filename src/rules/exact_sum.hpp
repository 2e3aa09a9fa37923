#pragma once

#include <vector>

namespace promfile {

// A sum that does not drift: the exact sum of all terms, rounded once when it is asked for, so
// that it does not depend on their order either. Holds the not overlapping partial sums of
// J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997).
class ExactSum {
public:
    void add(double term);
    void add(const ExactSum& other);
    double value() const;

private:
    std::vector<double> partials_; // ascending in magnitude
    double special_ = 0;           // sum of the terms that are infinite, or NaN
    bool has_special_ = false;
};

} // namespace promfile
