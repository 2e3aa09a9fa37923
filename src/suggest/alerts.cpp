#include "suggest/alerts.hpp"

#include "suggest/alert_finder.hpp"
#include "suggest/promql_text.hpp"
#include "suggest/quoted_json.hpp"
#include "suggest/words.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

namespace {

std::string camel_case(const std::string& name) {
    std::string out;
    for (const std::string& word : split_words(name)) {
        out += capitalized(word);
    }
    return out;
}

// Alerts on promfile's own metrics. A configuration without `interval` publishes no expected one.
std::vector<Alert> own_alerts(const std::string& file) {
    constexpr int assumed_interval = 900; // seconds
    const std::string label = fmt::format("{{file={}}}", in_promql(file + ".prom"));
    const std::string name = file + "_promfile";
    return {{name + "_store_failed", fmt::format("promfile_store_success{} == 0", label), "15m",
             "promfile cannot read {{ $labels.path }}.", ""},
            {name + "_missing",
             fmt::format("max by (job, instance) (last_over_time(promfile_build_info{0}[1d]))"
                         " unless max by (job, instance) (promfile_build_info{0})"
                         " and max by (job, instance) (up) == 1"
                         " or absent(promfile_build_info{0})",
                         label),
             "15m", fmt::format("{}.prom is not there.", file), ""},
            {name + "_rows_skipped",
             fmt::format("promfile_rows_skipped{{file={},reason=~\"conflict|invalid\"}} > 0",
                         in_promql(file + ".prom")),
             "1h", "promfile cannot use {{ $value }} rows of {{ $labels.path }}.", ""},
            {name + "_stale",
             fmt::format("time() - promfile_last_success_timestamp_seconds{0} > 3 * "
                         "(promfile_expected_interval_seconds{0} or "
                         "promfile_last_success_timestamp_seconds{0} * 0 + {1})",
                         label, assumed_interval),
             "5m", fmt::format("{}.prom is {{{{ $value | humanizeDuration }}}} old.", file), ""}};
}

std::string print_alert(const Alert& alert) {
    const std::string lines[] = {
        "- alert: " + camel_case(alert.metric),
        "  expr: " + quoted_json(alert.expression),
        "  for: " + alert.duration,
        "  labels: { severity: warning }",
        "  annotations: { summary: " + quoted_json(alert.summary) + " }",
    };
    std::string out;
    if (!alert.note.empty()) {
        out += fmt::format("      # {}:\n", alert.note);
    }
    for (const std::string& line : lines) {
        out += fmt::format("      {}{}\n", alert.note.empty() ? "" : "#", line);
    }
    return out;
}

} // namespace

std::string print_alerts(const std::vector<MetricFacts>& metrics, const std::string& file,
                         const std::vector<MetricFamily>& now, double unix_time) {
    std::vector<Alert> alerts = find_alerts(KnownMetrics(metrics, now, unix_time));
    const std::vector<Alert> own = own_alerts(file);
    alerts.insert(alerts.end(), own.begin(), own.end());
    std::string out = fmt::format("groups:\n  - name: {}\n    rules:\n", quoted_json(file));
    for (const Alert& alert : alerts) {
        out += print_alert(alert);
    }
    return out;
}

} // namespace promfile::suggest
