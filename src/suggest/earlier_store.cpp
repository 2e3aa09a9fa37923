#include "suggest/earlier_store.hpp"

#include "suggest/doubts.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace promfile::suggest {

namespace {

enum class Change { none, rose, fell };

bool may_be_counter(const Candidate& candidate) {
    const Rule& rule = candidate.rule;
    const bool number = rule.type == RuleType::gauge || rule.type == RuleType::counter;
    return number && rule.aggregate == Aggregate::each && rule.conversion.time.empty() &&
           rule.conversion.map.empty() && !rule.name.ends_with("timestamp_seconds") &&
           !ends_in_word(rule.name, "ratio celsius volts amperes watts hertz rpm info") &&
           candidate.tier != Tier::left_out;
}

Change change_of(const RuleTrial& before, const RuleTrial& after) {
    Change change = Change::none;
    for (const auto& [series, value] : after.values) {
        const auto old = before.values.find(series);
        if (old == before.values.end()) {
            continue;
        }
        if (value < old->second) {
            return Change::fell;
        }
        change = value > old->second ? Change::rose : change;
    }
    return change;
}

bool are_whole(const RuleTrial& trial) {
    return std::all_of(trial.values.begin(), trial.values.end(), [](const auto& value) {
        return value.second >= 0 && std::floor(value.second) == value.second;
    });
}

// Sets the type and adds or removes _total at the end of the name.
void change_type(Candidate& candidate, RuleType type, MetricNames& names) {
    constexpr std::string_view total = "_total";
    Rule& rule = candidate.rule;
    if (rule.type == type) {
        return;
    }
    rule.type = type;
    const std::string name =
        type == RuleType::counter
            ? rule.name + std::string(total)
            : rule.name.substr(0,
                               rule.name.size() - (rule.name.ends_with(total) ? total.size() : 0));
    rule.name = names.unique(*candidate.row_kind, name);
}

size_t shared_series(const RuleTrial& before, const RuleTrial& after) {
    return static_cast<size_t>(
        std::count_if(after.values.begin(), after.values.end(), [&](const auto& value) {
            return before.values.find(value.first) != before.values.end();
        }));
}

} // namespace

std::string compare_with_earlier(Draft& draft, const Trial& earlier, const Trial& now) {
    std::vector<Candidate*> compared;
    std::vector<Rule> rules;
    for (Candidate& candidate : draft.candidates()) {
        if (may_be_counter(candidate)) {
            compared.push_back(&candidate);
            rules.push_back(candidate.rule);
        }
    }
    if (rules.empty()) {
        return {};
    }
    const std::vector<RuleTrial> before = earlier.run(rules);
    const std::vector<RuleTrial> after = now.run(rules);
    constexpr size_t min_falling = 2;
    size_t earlier_series = 0, shared = 0, rising = 0, falling = 0;
    std::map<const RowKind*, bool> lasting; // does a series of the rows last?
    for (size_t i = 0; i < compared.size(); ++i) {
        const size_t both = shared_series(before[i], after[i]);
        earlier_series += before[i].values.size();
        shared += both;
        if (!before[i].values.empty() && !after[i].values.empty()) {
            lasting[compared[i]->row_kind] |= both > 0;
        }
    }
    if (shared == 0) {
        return earlier_series == 0 ? "the earlier store has none of these elements: is it a store "
                                     "of another program?"
                                   : "the earlier store has none of these series: is it another "
                                     "store?";
    }
    for (size_t i = 0; i < compared.size(); ++i) {
        const Change change = change_of(before[i], after[i]);
        if (change != Change::none && compared[i]->tier == Tier::optional &&
            ends_with_change(compared[i]->reason)) {
            compared[i]->tier = Tier::active;
            compared[i]->reason.clear();
        }
        if (compared[i]->rule.type == RuleType::counter) {
            rising += change == Change::rose;
            falling += change == Change::fell;
        }
        if (change == Change::fell) {
            change_type(*compared[i], RuleType::gauge, draft.names());
        } else if (change == Change::rose && are_whole(after[i]) &&
                   !holds_word(compared[i]->rule.name, vocabulary::gauge_words)) {
            change_type(*compared[i], RuleType::counter, draft.names());
        }
    }
    for (Candidate& candidate : draft.candidates()) {
        const auto found = lasting.find(candidate.row_kind);
        if (found != lasting.end() && !found->second &&
            candidate.rule.aggregate == Aggregate::each) {
            make_optional(candidate,
                          "other labels than in the earlier store, so series come and go");
        }
    }
    return falling >= min_falling && falling > rising
               ? "most counters were higher in the earlier store: is it the newer one, or has the "
                 "program restarted since?"
               : "";
}

} // namespace promfile::suggest
