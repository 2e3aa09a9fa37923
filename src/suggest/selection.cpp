#include "suggest/selection.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace promfile::suggest {

namespace {

class Selection {
public:
    Selection(Draft& draft, const Trial& trial, const SelectionLimits& limits)
        : candidates_(draft.candidates()), documents_(draft.row_kinds().profile().documents),
          stores_(draft.row_kinds().profile().stores), trial_(trial), limits_(limits) {}

    void run() {
        constexpr int max_rounds = 8;
        keep_best();
        bool clean = false;
        for (int round = 0; round < max_rounds && !clean; ++round) {
            clean = try_all(round + 1 == max_rounds);
        }
        keep_within_limits();
        if (limits_.needs_active_rule) {
            ensure_one_active();
        }
        set_series_limits();
    }

private:
    // Leaves out all rules but the best: a trial of thousands of rules would take long, and most of
    // them would be left out afterwards.
    void keep_best() {
        constexpr size_t max_tried = 500;
        std::vector<Candidate*> order;
        for (Candidate& candidate : candidates_) {
            if (candidate.tier != Tier::left_out) {
                order.push_back(&candidate);
            }
        }
        std::stable_sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
            return a->tier != b->tier ? a->tier < b->tier : a->score > b->score;
        });
        for (size_t i = max_tried; i < order.size(); ++i) {
            leave_out(*order[i], fmt::format("there are {} rules", order.size()));
        }
    }

    static void leave_out(Candidate& candidate, const std::string& reason) {
        candidate.tier = Tier::left_out;
        candidate.reason = reason;
    }

    // Tries all candidates and repairs those that fail. True if nothing had to be repaired.
    bool try_all(bool last_round) {
        std::vector<Candidate*> tried;
        std::vector<Rule> rules;
        for (Candidate& candidate : candidates_) {
            if (candidate.tier != Tier::left_out) {
                tried.push_back(&candidate);
                rules.push_back(candidate.rule);
            }
        }
        if (rules.empty()) {
            return true;
        }
        const std::vector<RuleTrial> trials = trial_.run(rules);
        bool clean = true;
        bool files_needed = false;
        for (size_t i = 0; i < tried.size(); ++i) {
            files_needed |= trials[i].conflict && documents_ > 1 && !with_files_;
        }
        if (files_needed && !last_round) {
            add_file_labels();
            return false;
        }
        for (size_t i = 0; i < tried.size(); ++i) {
            clean &= apply(*tried[i], trials[i], last_round);
        }
        return clean;
    }

    // Does the file name without the directories tell the stores apart?
    bool have_own_file_names() const {
        std::set<std::string> files;
        return std::all_of(stores_.begin(), stores_.end(), [&](const std::string& store) {
            return files.insert(store.substr(store.rfind('/') + 1)).second;
        });
    }

    // Adds the file name of the store as a label to all rules, or its path, since rows of different
    // stores have the same labels.
    void add_file_labels() {
        with_files_ = true;
        const std::string name = have_own_file_names() ? "file" : "path";
        for (Candidate& candidate : candidates_) {
            LabelRule file;
            file.name = name;
            file.value = "$" + name;
            for (const LabelRule& label : candidate.rule.labels) {
                file.name = label.name == file.name ? "store_" + name : file.name;
            }
            candidate.rule.labels.push_back(file);
        }
    }

    bool apply(Candidate& candidate, const RuleTrial& trial, bool last_round) {
        candidate.series = trial.series;
        std::vector<LabelRule>& labels = candidate.rule.labels;
        if (!trial.empty_labels.empty() && !last_round) {
            // From the last to the first, so that the other indices stay valid.
            for (auto at = trial.empty_labels.rbegin(); at != trial.empty_labels.rend(); ++at) {
                labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(*at));
            }
            if (candidate.rule.type == RuleType::info && labels.empty()) {
                leave_out(candidate, "its texts are all empty");
            }
            return false;
        }
        if (trial.series == 0 || !trial.fault.empty()) {
            leave_out(candidate, trial.fault.empty() ? "no row gives a value" : trial.fault);
            return false;
        }
        return true;
    }

    // Rules of the same score take turns, ten of each kind of rows at a time, so that a kind with
    // hundreds of fields leaves room for others.
    static std::map<const Candidate*, size_t> turns_of(const std::vector<Candidate*>& candidates) {
        constexpr size_t rules_in_turn = 10;
        std::map<const RowKind*, size_t> rules;
        std::map<const Candidate*, size_t> turns;
        for (const Candidate* candidate : candidates) {
            turns[candidate] = rules[candidate->row_kind]++ / rules_in_turn;
        }
        return turns;
    }

    // Makes an active rule optional if it has too many series and does not say itself how many it
    // may have, or if there are too many active rules. Then keeps rules while they fit within the
    // limits: active rules first, and better rules first.
    void keep_within_limits() {
        std::vector<Candidate*> order;
        for (Candidate& candidate : candidates_) {
            if (candidate.tier == Tier::active && candidate.series > max_metric_series &&
                !candidate.rule.max_series) {
                demote(candidate, fmt::format("{} series", candidate.series));
            }
            if (candidate.tier != Tier::left_out) {
                order.push_back(&candidate);
            }
        }
        const std::map<const Candidate*, size_t> turns = turns_of(order);
        const auto better = [&](const Candidate* a, const Candidate* b) {
            return std::tuple(a->tier, -a->score, turns.at(a), a->series) <
                   std::tuple(b->tier, -b->score, turns.at(b), b->series);
        };
        std::stable_sort(order.begin(), order.end(), better);
        std::uint64_t series = 0;
        size_t active = 0;
        size_t rules = 0;
        std::vector<Candidate*> again;
        const auto fits = [&](const Candidate& candidate) {
            return series + candidate.series <= limits_.max_series && rules < limits_.max_rules;
        };
        for (Candidate* candidate : order) {
            if (candidate->tier == Tier::active && active >= limits_.max_active_rules) {
                demote(*candidate, fmt::format("more than {} rules", limits_.max_active_rules));
            }
            if (candidate->tier == Tier::optional) {
                again.push_back(candidate);
            } else if (fits(*candidate)) {
                series += candidate->series;
                ++active;
                ++rules;
            } else {
                leave_out(*candidate, too_many(*candidate, rules));
            }
        }
        std::stable_sort(again.begin(), again.end(), better);
        for (Candidate* candidate : again) {
            if (fits(*candidate)) {
                series += candidate->series;
                ++rules;
            } else {
                leave_out(*candidate, too_many(*candidate, rules));
            }
        }
    }

    // Sets `series`, the largest number of series with which a run accepts the rule, for rules with
    // a series for each row: without `series`, --check advises against labels that differ from row
    // to row. The limit is far above the present number of series, so that the store can grow.
    void set_series_limits() {
        constexpr std::uint64_t min_series = 25;
        constexpr std::uint64_t times = 4;
        constexpr std::uint64_t min_limit = 1000;
        for (Candidate& candidate : candidates_) {
            if (candidate.rule.aggregate == Aggregate::each && candidate.series >= min_series) {
                candidate.rule.max_series = std::max(min_limit, times * candidate.series);
            }
        }
    }

    // Activates an optional rule if no rule is active, with its doubt as a note.
    void ensure_one_active() {
        const auto of_tier = [&](Tier tier) {
            return std::find_if(candidates_.begin(), candidates_.end(),
                                [&](const Candidate& candidate) { return candidate.tier == tier; });
        };
        const auto perhaps = of_tier(Tier::optional);
        if (of_tier(Tier::active) == candidates_.end() && perhaps != candidates_.end()) {
            perhaps->tier = Tier::active;
            perhaps->note = perhaps->note.empty() ? perhaps->reason : perhaps->note;
        }
    }

    static void demote(Candidate& candidate, const std::string& reason) {
        candidate.tier = Tier::optional;
        candidate.reason = reason;
    }

    std::string too_many(const Candidate& candidate, size_t rules) const {
        return rules >= limits_.max_rules
                   ? fmt::format("there are {} rules already", rules)
                   : fmt::format("its {} series would make more than {} in all", candidate.series,
                                 limits_.max_series);
    }

    std::vector<Candidate>& candidates_;
    std::uint64_t documents_;
    const std::vector<std::string>& stores_;
    const Trial& trial_;
    const SelectionLimits& limits_;
    bool with_files_ = false;
};

} // namespace

void select(Draft& draft, const Trial& trial, const SelectionLimits& limits) {
    Selection(draft, trial, limits).run();
}

} // namespace promfile::suggest
