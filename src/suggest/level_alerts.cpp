#include "suggest/level_alerts.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

namespace {

constexpr std::string_view free_words =
    "free available avail remaining unused spare charge battery_level";

enum class Bad { high, low };

constexpr double almost_all = 0.9;
constexpr double almost_none = 0.1;

bool is_bad(double ratio, Bad bad) {
    return bad == Bad::high ? ratio > almost_all : ratio < almost_none;
}

std::string comparison(Bad bad) {
    return bad == Bad::high ? fmt::format("> {}", almost_all) : fmt::format("< {}", almost_none);
}

// "a_used_bytes" with "used" and "max" is "a_max_bytes"; empty if the name has no such word.
std::string with_other_word(const std::string& name, std::string_view word,
                            std::string_view other) {
    const size_t at = name.find(fmt::format("_{}", word));
    const size_t end = at + 1 + word.size();
    if (at == std::string::npos || (end < name.size() && name[end] != '_')) {
        return "";
    }
    return fmt::format("{}_{}{}", name.substr(0, at), other, name.substr(end));
}

// Systems keep memory busy with caches, a heap grows when it is needed, and what takes time comes
// to its end: little is free or remains where nothing is wrong.
bool usually_low(const MetricFacts& metric) {
    return (holds_word(metric.name, "free unused") &&
            holds_word(metric.name, vocabulary::volatile_memory_words)) ||
           metric.unit() == "seconds";
}

std::optional<Alert> ratio_alert(const KnownMetrics& known, const MetricFacts& metric, Bad bad) {
    Alert alert;
    alert.expression = fmt::format("{} {}", metric.name, comparison(bad));
    alert.summary = subject(metric) + " is at {{ $value | humanizePercentage }}.";
    alert.note = known.true_now(metric.name,
                                [&](const Sample& sample) { return is_bad(sample.value, bad); });
    return alert;
}

Alert share_alert(const KnownMetrics& known, const MetricFacts& metric, const MetricFacts& whole,
                  Bad bad) {
    Alert alert;
    alert.expression = fmt::format("{} / ({} > 0) {}", metric.name, whole.name, comparison(bad));
    alert.summary = fmt::format("{} is at {{{{ $value | humanizePercentage }}}} of {}.",
                                subject(metric), whole.name);
    alert.note = known.true_now(metric.name, [&](const Sample& sample) {
        const std::optional<double> limit = known.value_beside(sample, whole.name);
        return limit && *limit > 0 && is_bad(sample.value / *limit, bad);
    });
    return alert;
}

} // namespace

std::optional<Alert> near_own_limit(const KnownMetrics& known, const MetricFacts& metric) {
    struct Part {
        std::string_view word;
        Bad bad;
    };
    constexpr Part parts[] = {
        {"used", Bad::high}, {"busy", Bad::high},     {"open", Bad::high}, {"current", Bad::high},
        {"free", Bad::low},  {"available", Bad::low}, {"avail", Bad::low}, {"remaining", Bad::low}};
    constexpr std::string_view wholes[] = {"max", "total", "overall", "limit", "size", "capacity"};
    if (metric.type != RuleType::gauge || usually_low(metric)) {
        return std::nullopt;
    }
    for (const Part& part : parts) {
        const MetricFacts* used = known.find(with_other_word(metric.name, part.word, "used"));
        if (part.bad == Bad::low && used != nullptr && used->labels == metric.labels) {
            continue; // where both used and free are known, one alert is enough
        }
        for (const std::string_view word : wholes) {
            const MetricFacts* whole = known.find(with_other_word(metric.name, part.word, word));
            if (whole != nullptr && whole->type == RuleType::gauge &&
                whole->labels == metric.labels) {
                return share_alert(known, metric, *whole, part.bad);
            }
        }
    }
    return std::nullopt;
}

std::optional<Alert> nearly_full(const KnownMetrics& known, const MetricFacts& metric) {
    constexpr std::string_view words =
        "used usage util utilization memory disk swap inode inodes block capacity filesystem";
    if (metric.unit() != "ratio" || !holds_word(metric.name, words) ||
        holds_word(metric.name, free_words) || holds_word(metric.name, "idle")) {
        return std::nullopt;
    }
    return ratio_alert(known, metric, Bad::high);
}

std::optional<Alert> nearly_empty(const KnownMetrics& known, const MetricFacts& metric) {
    if (metric.unit() != "ratio" || !holds_word(metric.name, free_words) || usually_low(metric)) {
        return std::nullopt;
    }
    return ratio_alert(known, metric, Bad::low);
}

std::optional<Alert> overheated(const KnownMetrics& known, const MetricFacts& metric) {
    constexpr std::string_view limits = "max min crit critical caution threshold emergency offset";
    if (metric.unit() != "celsius" || holds_word(metric.name, limits)) {
        return std::nullopt;
    }
    const std::string base = metric.name.substr(0, metric.name.rfind('_'));
    Alert alert;
    alert.duration = "5m";
    alert.summary = subject(metric) + " is at {{ $value }} °C.";
    for (const char* word : {"critical", "crit", "max"}) {
        const std::string name = fmt::format("{}_{}_celsius", base, word);
        if (known.find(name) != nullptr) {
            alert.expression = fmt::format("{} >= ({} > 0)", metric.name, name);
            alert.note = known.true_now(metric.name, [&](const Sample& sample) {
                const std::optional<double> limit = known.value_beside(sample, name);
                return limit && *limit > 0 && sample.value >= *limit;
            });
            return alert;
        }
    }
    alert.expression = fmt::format("{} > 80", metric.name);
    alert.note = note_to_put_in("how hot it may get", known.highest(metric.name));
    return alert;
}

} // namespace promfile::suggest
