#include "sensors/compute.hpp"

#include <cmath>

namespace promfile {

namespace {

using StepKind = ComputeStep::Kind;

std::optional<double> apply(StepKind kind, double a, double b) {
    switch (kind) {
    case StepKind::add:
        return a + b;
    case StepKind::subtract:
        return a - b;
    case StepKind::multiply:
        return a * b;
    case StepKind::divide:
        return b == 0 ? std::nullopt : std::optional<double>(a / b);
    case StepKind::negate:
        return -b;
    case StepKind::exp:
        return std::exp(b);
    default: // StepKind::log; a value is not applied to anything
        return b < 0 ? std::nullopt : std::optional<double>(std::log(b));
    }
}

bool is_unary(StepKind kind) {
    return kind == StepKind::negate || kind == StepKind::exp || kind == StepKind::log;
}

} // namespace

std::optional<double>
evaluate(const Compute& compute, double raw,
         const std::function<std::optional<double>(const std::string&)>& variable) {
    std::vector<double> stack;
    for (const ComputeStep& step : compute) {
        std::optional<double> value;
        if (step.kind == StepKind::number) {
            value = step.number;
        } else if (step.kind == StepKind::raw) {
            value = raw;
        } else if (step.kind == StepKind::variable) {
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
