#include "suggest/alerts.hpp"

#include "suggest/quoted_json.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace promfile::suggest {

namespace {

using vocabulary::bad_state_words;
using vocabulary::good_state_words;

struct Alert {
    std::string metric;
    std::string expression;
    std::string duration = "15m";
    std::string summary;
    std::string note; // why the alert is a comment; empty for an active alert
};

// The text as a string of PromQL.
std::string in_promql(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    return out + "\"";
}

// A regular expression that matches the text and nothing else.
std::string literal_regex(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view(".+*?()[]{}|^$\\").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::string camel_case(const std::string& name) {
    std::string out;
    for (const std::string& word : split_words(name)) {
        out += capitalized(word);
    }
    return out;
}

// "App disk used: {{ $labels.disk }}", the beginning of a summary.
std::string subject(const MetricFacts& metric) {
    constexpr size_t max_named = 3;
    std::string text;
    for (size_t i = 0; i < std::min(max_named, metric.labels.size()); ++i) {
        text += fmt::format("{}{{{{ $labels.{} }}}}", i == 0 ? "" : ", ", metric.labels[i]);
    }
    return text.empty() ? plain_name(metric) : fmt::format("{}: {}", plain_name(metric), text);
}

class AlertFinder {
public:
    AlertFinder(const std::vector<MetricFacts>& metrics, const std::vector<MetricFamily>& now,
                double unix_time)
        : metrics_(metrics), now_(now), unix_time_(unix_time) {}

    std::vector<Alert> run() {
        std::vector<Alert> alerts;
        for (const MetricFacts& metric : metrics_) {
            if (const std::optional<Alert> alert = alert_of(metric)) {
                alerts.push_back(*alert);
            }
        }
        return alerts;
    }

private:
    std::optional<Alert> alert_of(const MetricFacts& metric) const {
        using Finder = std::optional<Alert> (AlertFinder::*)(const MetricFacts&) const;
        constexpr Finder finders[] = {
            &AlertFinder::bad_state, &AlertFinder::bad_status,     &AlertFinder::errors,
            &AlertFinder::bad_flag,  &AlertFinder::near_own_limit, &AlertFinder::nearly_full,
            &AlertFinder::expiry,    &AlertFinder::outdated,       &AlertFinder::overheated};
        for (const Finder alert_finder : finders) {
            if (std::optional<Alert> alert = (this->*alert_finder)(metric)) {
                alert->metric = metric.name;
                return alert;
            }
        }
        return std::nullopt;
    }

    const std::vector<Sample>& samples(const std::string& name) const {
        static const std::vector<Sample> none;
        const auto found = std::find_if(now_.begin(), now_.end(), [&](const MetricFamily& family) {
            return family.name == name;
        });
        return found == now_.end() ? none : found->samples;
    }

    // Makes the alert a comment if it holds for a series now: the value is then usual, or somebody
    // has to look at it before the alert is of use.
    template<typename Holds>
    void comment_if_true(Alert& alert, const std::string& name, Holds holds) const {
        const std::vector<Sample>& all = samples(name);
        const auto fires = std::count_if(all.begin(), all.end(), holds);
        if (fires > 0) {
            alert.note = fmt::format("true now for {} of {}", fires,
                                     all.size() == 1 ? std::string("1 series")
                                                     : fmt::format("{} series", all.size()));
        }
    }

    // The value of the other metric with the same labels; nothing if there is none.
    std::optional<double> value_beside(const Sample& sample, const std::string& other) const {
        const std::vector<Sample>& all = samples(other);
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Sample& one) { return one.labels == sample.labels; });
        return found == all.end() ? std::nullopt : std::optional(found->value);
    }

    static std::string label_of(const Sample& sample, std::string_view name) {
        const auto found = std::find_if(sample.labels.begin(), sample.labels.end(),
                                        [&](const Label& label) { return label.name == name; });
        return found == sample.labels.end() ? "" : found->value;
    }

    const MetricFacts* find(const std::string& name) const {
        const auto found =
            std::find_if(metrics_.begin(), metrics_.end(),
                         [&](const MetricFacts& metric) { return metric.name == name; });
        return found == metrics_.end() ? nullptr : &*found;
    }

    std::optional<Alert> bad_state(const MetricFacts& metric) const {
        if (metric.type != RuleType::stateset) {
            return std::nullopt;
        }
        std::string bad;
        std::vector<std::string> good;
        bool unclear = false; // a state that was seen and is neither good nor bad
        bool others = false;
        for (const std::string& state : metric.states) {
            const std::string word = snake_case(state);
            if (is_word(word, bad_state_words)) {
                bad += (bad.empty() ? "" : "|") + literal_regex(state);
            } else if (is_word(word, good_state_words)) {
                good.push_back(state);
            } else {
                (word == "other" ? others : unclear) = true;
            }
        }
        // One good state, and states that were never seen: whatever is not good is bad.
        const bool not_good = others && !unclear && good.size() == 1;
        Alert alert;
        alert.duration = "5m";
        if (!bad.empty() && !not_good) {
            alert.expression = fmt::format("{}{{state=~{}}} == 1", metric.name, in_promql(bad));
            alert.summary = subject(metric) + " is {{ $labels.state }}.";
            comment_if_true(alert, metric.name, [](const Sample& sample) {
                return sample.value == 1 &&
                       is_word(snake_case(label_of(sample, "state")), bad_state_words);
            });
        } else if (good.size() == 1 && metric.states.size() > 1) {
            alert.expression =
                fmt::format("{}{{state={}}} == 0", metric.name, in_promql(good.front()));
            alert.summary = fmt::format("{} is not {}.", subject(metric), good.front());
            comment_if_true(alert, metric.name, [&](const Sample& sample) {
                return sample.value == 0 && label_of(sample, "state") == good.front();
            });
        } else {
            return std::nullopt;
        }
        return alert;
    }

    std::optional<Alert> bad_status(const MetricFacts& metric) const {
        if (!metric.statuses || !metric.has_label("status")) {
            return std::nullopt;
        }
        Alert alert;
        alert.duration = "5m";
        constexpr std::string_view statuses =
            "failed unclean orphaned blocked error alarm degraded offline";
        std::string any(statuses);
        std::replace(any.begin(), any.end(), ' ', '|');
        alert.expression = fmt::format("{}{{status=~\"{}\"}} == 1", metric.name, any);
        alert.summary = subject(metric) + ".";
        comment_if_true(alert, metric.name, [&](const Sample& sample) {
            return sample.value == 1 && is_word(label_of(sample, "status"), statuses);
        });
        return alert;
    }

    std::optional<Alert> errors(const MetricFacts& metric) const {
        constexpr std::string_view words = "error fail drop discard reject timeout crc";
        if (metric.type != RuleType::counter || !holds_text(metric.name, words)) {
            return std::nullopt;
        }
        Alert alert;
        alert.expression = fmt::format("increase({}[15m]) > 0", metric.name);
        alert.summary = subject(metric) + ": {{ $value | humanize }} in 15 minutes.";
        return alert;
    }

    std::optional<Alert> bad_flag(const MetricFacts& metric) const {
        const std::string last = metric.name.substr(metric.name.rfind('_') + 1);
        const bool bad = is_word(last, bad_state_words);
        if (!metric.yes_or_no || (!bad && !is_word(last, good_state_words))) {
            return std::nullopt;
        }
        Alert alert;
        alert.duration = "5m";
        alert.expression = fmt::format("{} == {}", metric.name, bad ? 1 : 0);
        alert.summary = fmt::format("{}{}.", subject(metric), bad ? "" : " is not so");
        comment_if_true(alert, metric.name,
                        [&](const Sample& sample) { return sample.value == (bad ? 1 : 0); });
        return alert;
    }

    // Compares the metric with a metric with equal labels that is its limit.
    std::optional<Alert> near_own_limit(const MetricFacts& metric) const {
        constexpr std::pair<const char*, const char*> pairs[] = {
            {"used", "max"}, {"used", "total"}, {"used", "limit"}, {"used", "size"},
            {"busy", "max"}, {"open", "limit"}, {"current", "max"}};
        for (const auto& [part, whole] : pairs) {
            const std::string word = fmt::format("_{}", part);
            const size_t at = metric.name.find(word);
            const size_t end = at + word.size();
            if (at == std::string::npos || metric.type != RuleType::gauge ||
                (end < metric.name.size() && metric.name[end] != '_')) {
                continue;
            }
            const MetricFacts* other = find(
                fmt::format("{}_{}{}", metric.name.substr(0, at), whole, metric.name.substr(end)));
            if (other != nullptr && other->labels == metric.labels) {
                Alert alert;
                alert.expression = fmt::format("{} / ({} > 0) > 0.9", metric.name, other->name);
                alert.summary = subject(metric) + " is at {{ $value | humanizePercentage }} of " +
                                other->name + ".";
                comment_if_true(alert, metric.name, [&](const Sample& sample) {
                    const std::optional<double> limit = value_beside(sample, other->name);
                    return limit && *limit > 0 && sample.value / *limit > 0.9;
                });
                return alert;
            }
        }
        return std::nullopt;
    }

    std::optional<Alert> nearly_full(const MetricFacts& metric) const {
        constexpr std::string_view words =
            "used usage util utilization memory disk swap inode inodes block capacity filesystem";
        if (metric.unit() != "ratio" || !holds_word(metric.name, words) ||
            holds_word(metric.name, "free available idle")) {
            return std::nullopt;
        }
        Alert alert;
        alert.expression = fmt::format("{} > 0.9", metric.name);
        alert.summary = subject(metric) + " is at {{ $value | humanizePercentage }}.";
        comment_if_true(alert, metric.name,
                        [](const Sample& sample) { return sample.value > 0.9; });
        return alert;
    }

    std::optional<Alert> expiry(const MetricFacts& metric) const {
        if (!metric.is_expiry()) {
            return std::nullopt;
        }
        Alert alert;
        alert.duration = "1h";
        alert.expression = fmt::format("{} - time() < 14 * 86400", metric.name);
        alert.summary = subject(metric) + " in {{ $value | humanizeDuration }}.";
        comment_if_true(alert, metric.name, [&](const Sample& sample) {
            return sample.value - unix_time_ < 14 * 86400;
        });
        return alert;
    }

    std::optional<Alert> outdated(const MetricFacts& metric) const {
        constexpr std::string_view words =
            "last update updated success backup run collected generated";
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

    // Compares the metric with the critical or highest value that the hardware itself reports, if
    // there is one.
    std::optional<Alert> overheated(const MetricFacts& metric) const {
        constexpr std::string_view limits = "max min crit critical caution threshold emergency";
        if (metric.unit() != "celsius" || holds_word(metric.name, limits)) {
            return std::nullopt;
        }
        const std::string base = metric.name.substr(0, metric.name.rfind('_'));
        Alert alert;
        alert.duration = "5m";
        alert.summary = subject(metric) + " is at {{ $value }} °C.";
        for (const char* word : {"critical", "crit", "max"}) {
            const std::string name = fmt::format("{}_{}_celsius", base, word);
            if (find(name) != nullptr) {
                alert.expression = fmt::format("{} >= ({} > 0)", metric.name, name);
                comment_if_true(alert, metric.name, [&](const Sample& sample) {
                    const std::optional<double> limit = value_beside(sample, name);
                    return limit && *limit > 0 && sample.value >= *limit;
                });
                return alert;
            }
        }
        const std::vector<Sample>& all = samples(metric.name);
        const auto highest =
            std::max_element(all.begin(), all.end(),
                             [](const Sample& a, const Sample& b) { return a.value < b.value; });
        alert.expression = fmt::format("{} > 80", metric.name);
        alert.note = fmt::format("put in how hot it may get{}",
                                 highest == all.end() ? ""
                                                      : fmt::format("; the highest now is {}",
                                                                    format_number(highest->value)));
        return alert;
    }

    const std::vector<MetricFacts>& metrics_;
    const std::vector<MetricFamily>& now_;
    double unix_time_;
};

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
    std::vector<Alert> alerts = AlertFinder(metrics, now, unix_time).run();
    const std::vector<Alert> own = own_alerts(file);
    alerts.insert(alerts.end(), own.begin(), own.end());
    std::string out = fmt::format("groups:\n  - name: {}\n    rules:\n", quoted_json(file));
    for (const Alert& alert : alerts) {
        out += print_alert(alert);
    }
    return out;
}

} // namespace promfile::suggest
