#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// One step of an expression of sensors.conf(5) in reverse Polish order: operands before operators.
struct ComputeStep {
    enum class Kind { number, raw, variable, add, subtract, multiply, divide, negate, exp, log };
    Kind kind;
    double number = 0;
    std::string variable; // a file of the chip: "temp1_input"
};

// The first expression of a compute statement, which turns the number of the driver into the real
// value.
using Compute = std::vector<ComputeStep>;

// The real value for `raw`, the @ of the expression. `variable` gives the value of another file of
// the chip, or nothing. No result if a variable has no value, for a division by zero, and for the
// logarithm of a negative number.
std::optional<double>
evaluate(const Compute& compute, double raw,
         const std::function<std::optional<double>(const std::string&)>& variable);

} // namespace promfile
