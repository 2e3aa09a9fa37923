#include "suggest/count_alerts.hpp"

#include "suggest/words.hpp"
#include "support/number.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

namespace {

// `threshold` says what only a person can know.
Alert above_now(const KnownMetrics& known, const MetricFacts& metric, std::string_view threshold) {
    const std::optional<double> now = known.highest(metric.name);
    Alert alert;
    // 1 may be a yes, which is never exceeded.
    const double threshold_now = now.value_or(0) == 1 ? 0 : now.value_or(0);
    alert.expression = fmt::format("{} > {}", metric.name, format_number(threshold_now));
    alert.summary = subject(metric) + " is {{ $value | humanize }}.";
    alert.note = note_to_put_in(threshold, now);
    return alert;
}

} // namespace

bool counts_errors(const MetricFacts& metric) {
    return metric.type == RuleType::counter &&
           holds_text(metric.name, "error fail drop discard reject timeout crc");
}

std::optional<Alert> errors(const KnownMetrics&, const MetricFacts& metric) {
    if (!counts_errors(metric)) {
        return std::nullopt;
    }
    Alert alert;
    alert.expression = fmt::format("increase({}[15m]) > 0", metric.name);
    alert.summary = subject(metric) + ": {{ $value | humanize }} in 15 minutes.";
    return alert;
}

std::optional<Alert> failures(const KnownMetrics& known, const MetricFacts& metric) {
    if (metric.type != RuleType::gauge || metric.yes_or_no || !metric.unit().empty() ||
        !holds_word(metric.name,
                    "error errors errs fail fails failed failure failures fault faults "
                    "dropped rejected")) {
        return std::nullopt;
    }
    return above_now(known, metric, "how many are usual");
}

std::optional<Alert> backlog(const KnownMetrics& known, const MetricFacts& metric) {
    if (metric.type != RuleType::gauge || metric.yes_or_no || !metric.unit().empty() ||
        !holds_word(metric.name, "depth queued backlog pending waiting waiters wait lag "
                                 "enqueued unacked deferred") ||
        holds_word(metric.name, "max min limit")) {
        return std::nullopt;
    }
    return above_now(known, metric, "how many may wait");
}

} // namespace promfile::suggest
