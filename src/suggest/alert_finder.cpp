#include "suggest/alert_finder.hpp"

#include "suggest/promql_text.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace promfile::suggest {

namespace {

using vocabulary::bad_state_words;
using vocabulary::good_state_words;

// "App disk used: {{ $labels.disk }}", the beginning of a summary.
std::string subject(const MetricFacts& metric) {
    constexpr size_t max_named = 3;
    std::string text;
    for (size_t i = 0; i < std::min(max_named, metric.labels.size()); ++i) {
        text += fmt::format("{}{{{{ $labels.{} }}}}", i == 0 ? "" : ", ", metric.labels[i]);
    }
    return text.empty() ? plain_name(metric) : fmt::format("{}: {}", plain_name(metric), text);
}

std::string rows_around(const std::string& rows) {
    return rows.substr(0, rows.rfind('/'));
}

// Does the first name have all words of the second one, in singular or plural?
bool has_words_of(const std::string& name, const std::string& other) {
    const Words words = split_words(other);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return holds_word(name, word) || holds_word(name, plural_of(word)) ||
               (word.ends_with('s') && holds_word(name, word.substr(0, word.size() - 1)));
    });
}

class AlertFinder {
public:
    AlertFinder(const std::vector<MetricFacts>& metrics, const std::vector<MetricFamily>& now,
                double unix_time)
        : metrics_(metrics), now_(now), unix_time_(unix_time) {}

    std::vector<Alert> run() {
        std::vector<Alert> alerts;
        for (const MetricFacts& metric : metrics_) {
            if (std::optional<Alert> alert = alert_of(metric)) {
                if (const MetricFacts* part = part_of(metric)) {
                    alert->note = fmt::format("{} has an alert and tells more", part->name);
                }
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
            &AlertFinder::expiry,    &AlertFinder::outdated,       &AlertFinder::overheated,
            &AlertFinder::failures,  &AlertFinder::backlog};
        for (const Finder alert_finder : finders) {
            if (std::optional<Alert> alert = (this->*alert_finder)(metric)) {
                alert->metric = metric.name;
                return alert;
            }
        }
        return std::nullopt;
    }

    // A counter of the same errors one by one, by code or by kind, in rows below those of this
    // total: one alert is enough.
    const MetricFacts* part_of(const MetricFacts& total) const {
        if (total.type != RuleType::counter || !counts_errors(total)) {
            return nullptr;
        }
        const auto found =
            std::find_if(metrics_.begin(), metrics_.end(), [&](const MetricFacts& other) {
                return other.type == RuleType::counter && counts_errors(other) &&
                       other.labels.size() > total.labels.size() &&
                       other.rows.starts_with(rows_around(total.rows) + "/") &&
                       has_words_of(other.name, total.name) &&
                       std::all_of(
                           total.labels.begin(), total.labels.end(),
                           [&](const std::string& label) { return other.has_label(label); });
            });
        return found == metrics_.end() ? nullptr : &*found;
    }

    static bool counts_errors(const MetricFacts& metric) {
        return holds_text(metric.name, "error fail drop discard reject timeout crc");
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
        if (metric.type != RuleType::counter || !counts_errors(metric)) {
            return std::nullopt;
        }
        Alert alert;
        alert.expression = fmt::format("increase({}[15m]) > 0", metric.name);
        alert.summary = subject(metric) + ": {{ $value | humanize }} in 15 minutes.";
        return alert;
    }

    std::optional<Alert> bad_flag(const MetricFacts& metric) const {
        const std::string last = metric.name.substr(metric.name.rfind('_') + 1);
        const bool wanted_at_times = is_word(last, "paused suspended maintenance locked");
        const bool bad = wanted_at_times || is_word(last, bad_state_words);
        if (!metric.yes_or_no || (!bad && !is_word(last, good_state_words))) {
            return std::nullopt;
        }
        Alert alert;
        alert.duration = "5m";
        alert.expression = fmt::format("{} == {}", metric.name, bad ? 1 : 0);
        alert.summary = fmt::format("{}{}.", subject(metric), bad ? "" : " is not so");
        comment_if_true(alert, metric.name,
                        [&](const Sample& sample) { return sample.value == (bad ? 1 : 0); });
        if (wanted_at_times && alert.note.empty()) {
            alert.note = "may be wanted";
        }
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
        alert.expression = fmt::format("{} > 80", metric.name);
        alert.note = put_in("how hot it may get", highest(metric));
        return alert;
    }

    std::optional<double> highest(const MetricFacts& metric) const {
        const std::vector<Sample>& all = samples(metric.name);
        const auto found =
            std::max_element(all.begin(), all.end(),
                             [](const Sample& a, const Sample& b) { return a.value < b.value; });
        return found == all.end() ? std::nullopt : std::optional(found->value);
    }

    // The note for a threshold that only a person can know.
    static std::string put_in(const std::string& threshold, std::optional<double> highest_now) {
        return fmt::format(
            "put in {}{}", threshold,
            highest_now ? fmt::format("; the highest now is {}", format_number(*highest_now)) : "");
    }

    Alert above_now(const MetricFacts& metric, const std::string& threshold) const {
        const std::optional<double> now = highest(metric);
        Alert alert;
        alert.expression = fmt::format("{} > {}", metric.name, format_number(now.value_or(0)));
        alert.summary = subject(metric) + " is {{ $value | humanize }}.";
        alert.note = put_in(threshold, now);
        return alert;
    }

    std::optional<Alert> failures(const MetricFacts& metric) const {
        if (metric.type != RuleType::gauge || metric.yes_or_no || !metric.unit().empty() ||
            !holds_word(metric.name, "error errors errs fail fails failed failure failures dropped "
                                     "rejected")) {
            return std::nullopt;
        }
        return above_now(metric, "how many are usual");
    }

    // Work that waits.
    std::optional<Alert> backlog(const MetricFacts& metric) const {
        if (metric.type != RuleType::gauge || metric.yes_or_no || !metric.unit().empty() ||
            !holds_word(metric.name, "depth queued backlog pending waiting waiters wait lag "
                                     "enqueued unacked deferred") ||
            holds_word(metric.name, "max min limit")) {
            return std::nullopt;
        }
        return above_now(metric, "how many may wait");
    }

    const std::vector<MetricFacts>& metrics_;
    const std::vector<MetricFamily>& now_;
    double unix_time_;
};

} // namespace

std::vector<Alert> find_alerts(const std::vector<MetricFacts>& metrics,
                               const std::vector<MetricFamily>& now, double unix_time) {
    return AlertFinder(metrics, now, unix_time).run();
}

} // namespace promfile::suggest
