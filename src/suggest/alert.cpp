#include "suggest/alert.hpp"

#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

std::string subject(const MetricFacts& metric) {
    constexpr size_t max_named = 3;
    std::string text;
    for (size_t i = 0; i < std::min(max_named, metric.labels.size()); ++i) {
        text += fmt::format("{}{{{{ $labels.{} }}}}", i == 0 ? "" : ", ", metric.labels[i]);
    }
    return text.empty() ? plain_name(metric) : fmt::format("{}: {}", plain_name(metric), text);
}

std::string note_to_put_in(std::string_view threshold, std::optional<double> highest_now) {
    return fmt::format(
        "put in {}{}", threshold,
        highest_now ? fmt::format("; the highest now is {}", format_number(*highest_now)) : "");
}

} // namespace promfile::suggest
