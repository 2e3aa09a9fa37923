#include "suggest/metric_facts.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

bool is_yes_or_no(const Conversion& conversion) {
    bool any = false;
    for (const auto& [text, target] : conversion.map) {
        const double* number = std::get_if<double>(&target);
        any |= number != nullptr;
        if (number != nullptr && *number != 0 && *number != 1) {
            return false;
        }
    }
    return any && conversion.unit.empty() && conversion.time.empty();
}

void add_once(std::vector<std::string>& texts, const std::string& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
        texts.push_back(text);
    }
}

} // namespace

bool MetricFacts::has_label(std::string_view label) const {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

std::string MetricFacts::unit() const {
    std::string base = name.ends_with("_total") ? name.substr(0, name.size() - 6) : name;
    if (base.ends_with("_timestamp_seconds")) {
        return "timestamp_seconds";
    }
    if (base.ends_with("_bytes_per_second")) {
        return "bytes_per_second";
    }
    const std::string last = base.substr(base.rfind('_') + 1);
    return is_word(last, vocabulary::base_units) ? last : "";
}

bool MetricFacts::is_expiry() const {
    return unit() == "timestamp_seconds" &&
           holds_text(name, "expir deadline valid_until not_after notafter");
}

std::vector<MetricFacts> metric_facts(const std::vector<Rule>& rules) {
    std::vector<MetricFacts> all;
    for (const Rule& rule : rules) {
        if (has_name_suffix(rule)) {
            continue;
        }
        auto metric = std::find_if(all.begin(), all.end(), [&](const MetricFacts& other) {
            return other.name == rule.name;
        });
        if (metric == all.end()) {
            metric = all.insert(all.end(), MetricFacts());
            metric->name = rule.name;
            metric->help = rule.help;
            metric->type = rule.type;
            metric->rows = rule.rows;
            metric->yes_or_no = is_yes_or_no(rule.conversion);
            metric->statuses = rule.rows.ends_with("/@*");
        }
        metric->yes_or_no &= is_yes_or_no(rule.conversion);
        for (const LabelRule& label : rule.labels) {
            add_once(metric->labels, label.name);
        }
        for (const std::string& state : rule.states) {
            add_once(metric->states, state);
        }
    }
    return all;
}

std::string plain_name(const MetricFacts& metric) {
    Words words = split_words(metric.name);
    const std::string unit = metric.unit();
    const Words units = split_words(unit);
    if (!words.empty() && words.back() == "total") {
        words.pop_back();
    }
    if (words.size() > units.size()) {
        words.resize(words.size() - units.size());
    }
    return capitalized(joined(words, " "));
}

} // namespace promfile::suggest
