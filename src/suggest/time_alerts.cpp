#include "suggest/time_alerts.hpp"

#include "suggest/words.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

std::optional<Alert> expires_soon(const KnownMetrics& known, const MetricFacts& metric) {
    if (!metric.is_expiry()) {
        return std::nullopt;
    }
    Alert alert;
    alert.duration = "1h";
    alert.expression = fmt::format("{} - time() < 14 * 86400", metric.name);
    alert.summary = subject(metric) + " in {{ $value | humanizeDuration }}.";
    alert.note = known.true_now(metric.name, [&](const Sample& sample) {
        return sample.value - known.unix_time() < 14 * 86400;
    });
    return alert;
}

std::optional<Alert> outdated(const KnownMetrics&, const MetricFacts& metric) {
    constexpr std::string_view words = "last update updated success backup run collected generated";
    if (metric.unit() != "timestamp_seconds" || !holds_word(metric.name, words) ||
        holds_text(metric.name, "error fail")) {
        return std::nullopt;
    }
    Alert alert;
    alert.duration = "1h";
    alert.expression = fmt::format("time() - {} > 86400", metric.name);
    alert.summary = subject(metric) + " was {{ $value | humanizeDuration }} ago.";
    alert.note = "put in how old it may be";
    return alert;
}

} // namespace promfile::suggest
