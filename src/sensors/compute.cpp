#include "sensors/compute.hpp"

#include <cmath>

namespace promfile {

namespace {

using Kind = ComputeStep::Kind;

std::optional<double> apply(Kind kind, double a, double b) {
    switch (kind) {
    case Kind::add:
        return a + b;
    case Kind::subtract:
        return a - b;
    case Kind::multiply:
        return a * b;
    case Kind::divide:
        return b == 0 ? std::nullopt : std::optional<double>(a / b);
    case Kind::negate:
        return -b;
    case Kind::exp:
        return std::exp(b);
    case Kind::log:
        return b < 0 ? std::nullopt : std::optional<double>(std::log(b));
    default:
        return std::nullopt;
    }
}

bool is_unary(Kind kind) {
    return kind == Kind::negate || kind == Kind::exp || kind == Kind::log;
}

} // namespace

std::optional<double>
evaluate(const Compute& compute, double raw,
         const std::function<std::optional<double>(const std::string&)>& variable) {
    std::vector<double> stack;
    for (const ComputeStep& step : compute) {
        std::optional<double> value;
        if (step.kind == Kind::number) {
            value = step.number;
        } else if (step.kind == Kind::raw) {
            value = raw;
        } else if (step.kind == Kind::variable) {
            value = variable(step.variable);
        } else {
            const double b = stack.back();
            stack.pop_back();
            double a = 0;
            if (!is_unary(step.kind)) {
                a = stack.back();
                stack.pop_back();
            }
            value = apply(step.kind, a, b);
        }
        if (!value) {
            return std::nullopt;
        }
        stack.push_back(*value);
    }
    return stack.back();
}

} // namespace promfile
