#include "suggest/alert_finder.hpp"

#include "suggest/count_alerts.hpp"
#include "suggest/level_alerts.hpp"
#include "suggest/state_alerts.hpp"
#include "suggest/time_alerts.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace promfile::suggest {

namespace {

std::optional<Alert> alert_of(const KnownMetrics& known, const MetricFacts& metric) {
    using Finder = std::optional<Alert> (*)(const KnownMetrics&, const MetricFacts&);
    constexpr Finder finders[] = {bad_state,      bad_status,  errors,       bad_flag,
                                  near_own_limit, nearly_full, nearly_empty, expires_soon,
                                  outdated,       overheated,  failures,     backlog};
    for (const Finder finder : finders) {
        if (std::optional<Alert> alert = finder(known, metric)) {
            alert->metric = metric.name;
            return alert;
        }
    }
    return std::nullopt;
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

// A counter of the same errors one by one, by code or by kind, in rows below those of this total:
// one alert is enough.
const MetricFacts* part_of(const KnownMetrics& known, const MetricFacts& total) {
    if (!counts_errors(total)) {
        return nullptr;
    }
    const auto found =
        std::find_if(known.all().begin(), known.all().end(), [&](const MetricFacts& other) {
            return counts_errors(other) && other.labels.size() > total.labels.size() &&
                   other.rows.starts_with(rows_around(total.rows) + "/") &&
                   has_words_of(other.name, total.name) &&
                   std::all_of(total.labels.begin(), total.labels.end(),
                               [&](const std::string& label) { return other.has_label(label); });
        });
    return found == known.all().end() ? nullptr : &*found;
}

} // namespace

std::vector<Alert> find_alerts(const KnownMetrics& known) {
    std::vector<Alert> alerts;
    for (const MetricFacts& metric : known.all()) {
        if (std::optional<Alert> alert = alert_of(known, metric)) {
            if (const MetricFacts* part = part_of(known, metric)) {
                alert->note = fmt::format("{} has an alert and tells more", part->name);
            }
            alerts.push_back(*alert);
        }
    }
    return alerts;
}

} // namespace promfile::suggest
