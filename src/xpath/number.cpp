#include "xpath/number.hpp"

#include "support/number.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>

namespace promfile {

namespace {

size_t skip_digits(std::string_view text, size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        ++at;
    }
    return at;
}

} // namespace

double number_in_xpath(std::string_view text) {
    if (const std::optional<double> number = short_decimal(text)) {
        return *number;
    }
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) {
        return nan;
    }
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
    const size_t sign = text.starts_with('-') ? 1 : 0;
    const size_t whole = skip_digits(text, sign);
    const bool point = whole < text.size() && text[whole] == '.';
    const size_t end = point ? skip_digits(text, whole + 1) : whole;
    const bool digits = whole > sign || end > whole + 1;
    if (end != text.size() || !digits) {
        return nan;
    }
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range) {
        const size_t nonzero = text.find_first_not_of("-0");
        number = nonzero < whole ? HUGE_VAL : 0.0;
        return sign > 0 ? -number : number;
    }
    return number;
}

void append_in_xpath(std::string& out, double number) {
    if (std::isnan(number)) {
        out += "NaN";
        return;
    }
    if (number < 0) {
        out += '-';
    }
    number = std::abs(number);
    if (number == 0) {
        out += '0';
        return;
    }
    if (std::isinf(number)) {
        out += "Infinity";
        return;
    }
    // d.ddd...e±xx: the point is moved by the exponent.
    const std::string scientific =
        fmt::format("{:.{}e}", number, std::numeric_limits<double>::digits10);
    const size_t e = scientific.find('e');
    std::string digits = scientific.substr(0, 1) + scientific.substr(2, e - 2);
    digits.erase(digits.find_last_not_of('0') + 1);
    const int before_point = std::stoi(scientific.substr(e + 1)) + 1;
    if (before_point <= 0) {
        out += "0.";
        out.append(static_cast<size_t>(-before_point), '0');
        out += digits;
        return;
    }
    const auto whole = static_cast<size_t>(before_point);
    if (digits.size() <= whole) {
        out += digits;
        out.append(whole - digits.size(), '0');
    } else {
        out.append(digits, 0, whole);
        out += '.';
        out.append(digits, whole);
    }
}

} // namespace promfile
