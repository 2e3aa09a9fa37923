#include "suggest/state_alerts.hpp"

#include "suggest/promql_text.hpp"
#include "suggest/state_words.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

using vocabulary::bad_state_words;
using vocabulary::good_state_words;

namespace {

// What people choose is neither good nor bad.
constexpr std::string_view chosen_words = "priority mode role level category type policy";

} // namespace

std::optional<Alert> bad_state(const KnownMetrics& known, const MetricFacts& metric) {
    if (metric.type != RuleType::stateset || holds_word(metric.name, chosen_words)) {
        return std::nullopt;
    }
    std::string bad;
    std::vector<std::string> good;
    bool unclear = false; // a state that was seen and is neither good nor bad
    bool others = false;
    for (const std::string& state : metric.states) {
        if (is_bad_state(state)) {
            bad += (bad.empty() ? "" : "|") + literal_regex(state);
        } else if (is_good_state(state)) {
            good.push_back(state);
        } else {
            (state == "other" ? others : unclear) = true;
        }
    }
    // One good state, and states that were never seen: whatever is not good is bad.
    const bool not_good = others && !unclear && good.size() == 1;
    Alert alert;
    alert.duration = "5m";
    if (!bad.empty() && !not_good) {
        alert.expression = fmt::format("{}{{state=~{}}} == 1", metric.name, in_promql(bad));
        alert.summary = subject(metric) + " is {{ $labels.state }}.";
        alert.note = known.true_now(metric.name, [](const Sample& sample) {
            return sample.value == 1 && is_bad_state(KnownMetrics::label_of(sample, "state"));
        });
    } else if (good.size() == 1 && metric.states.size() > 1) {
        alert.expression = fmt::format("{}{{state={}}} == 0", metric.name, in_promql(good.front()));
        alert.summary = fmt::format("{} is not {}.", subject(metric), good.front());
        alert.note = known.true_now(metric.name, [&](const Sample& sample) {
            return sample.value == 0 && KnownMetrics::label_of(sample, "state") == good.front();
        });
    } else {
        return std::nullopt;
    }
    return alert;
}

std::optional<Alert> bad_status(const KnownMetrics& known, const MetricFacts& metric) {
    if (!metric.statuses || !metric.has_label("status")) {
        return std::nullopt;
    }
    Alert alert;
    alert.duration = "5m";
    std::string bad;
    for (const std::string& status : known.label_values(metric.name, "status")) {
        if (is_bad_state(status)) {
            bad += (bad.empty() ? "" : "|") + literal_regex(status);
        }
    }
    if (bad.empty()) {
        return std::nullopt;
    }
    alert.expression = fmt::format("{}{{status=~{}}} == 1", metric.name, in_promql(bad));
    alert.summary = subject(metric) + ".";
    alert.note = known.true_now(metric.name, [&](const Sample& sample) {
        return sample.value == 1 && is_bad_state(KnownMetrics::label_of(sample, "status"));
    });
    return alert;
}

std::optional<Alert> bad_flag(const KnownMetrics& known, const MetricFacts& metric) {
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
    alert.note = known.true_now(
        metric.name, [&](const Sample& sample) { return sample.value == (bad ? 1 : 0); });
    if (wanted_at_times && alert.note.empty()) {
        alert.note = "may be wanted";
    }
    return alert;
}

} // namespace promfile::suggest
