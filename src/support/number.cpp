#include "support/number.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace promfile {

std::optional<double> parse_number(std::string_view text) {
    // from_chars knows no plus sign; "+-5" must not slip through once it is taken off.
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, code] = std::from_chars(text.data(), end, value);
    if (rest != end || text.empty() || !std::isfinite(value)) {
        return std::nullopt;
    }
    if (code == std::errc::result_out_of_range) {
        // Too small is zero to every reader; too large has no double.
        const size_t exponent = text.find_first_of("eE");
        const bool underflow =
            exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
        return underflow ? std::optional<double>(0.0) : std::nullopt;
    }
    if (code != std::errc()) {
        return std::nullopt;
    }
    return value;
}

std::string format_number(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    return fmt::format("{}", value == 0 ? 0.0 : value); // the sign of a zero tells nobody anything
}

std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace promfile
