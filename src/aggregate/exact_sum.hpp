#pragma once

#include <vector>

namespace promfile {

// A sum that does not drift and does not depend on the order of its terms: all terms are added
// exactly, in the not overlapping partial sums of J. R. Shewchuk, "Adaptive Precision
// Floating-Point Arithmetic" (1997).
//
// Terms come from decimal texts, so that each may be off by half a unit in the last place. Of the
// numbers that lie within these errors of the sum the one with the fewest digits is the result:
// 0.1 ten times is 1, and 685 times of a report are the 50.5 that it states.
class ExactSum {
public:
    void add(double term);
    void add(const ExactSum& other);
    double value() const;

private:
    void add_exactly(double term);

    // All terms are exactly these: almost always the first two alone. Infinite or NaN, where a term
    // is or the sum of them.
    double high_ = 0;
    double low_ = 0;
    std::vector<double> rest_; // not overlapping, ascending in magnitude
    double error_ = 0;         // how far off the terms may be, together
};

} // namespace promfile
