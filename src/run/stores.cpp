#include "run/stores.hpp"

#include "input/store_list.hpp"
#include "rules/source.hpp"
#include "run/path_labels.hpp"
#include "run/summary.hpp"
#include "run/survey.hpp"
#include "xml/row_path.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <optional>

namespace promfile {

namespace {

std::vector<Rule> store_rules(const Settings& settings) {
    std::vector<Rule> rules;
    std::copy_if(settings.rules.begin(), settings.rules.end(), std::back_inserter(rules),
                 [](const Rule& rule) { return !rule.sensors; });
    return rules;
}

// The rules of the configuration, then the rules of the survey.
std::vector<Rule> rules_to_evaluate(std::vector<Rule> configured,
                                    const std::optional<Survey>& survey) {
    if (survey) {
        configured.insert(configured.end(), survey->rules().begin(), survey->rules().end());
    }
    return configured;
}

// Removes the tables of the survey's rules from the tables of all rules, and returns them.
std::vector<SeriesTable> take_surveyed(std::vector<SeriesTable>& tables, size_t configured) {
    const auto begin = tables.begin() + static_cast<std::ptrdiff_t>(configured);
    std::vector<SeriesTable> surveyed(std::make_move_iterator(begin),
                                      std::make_move_iterator(tables.end()));
    tables.erase(begin, tables.end());
    return surveyed;
}

// Whether a document with this root element can have such rows: for "/store/*" the root must be
// <store>; for "//entry" and "/*/*" it may be any.
bool fits_root(const std::string& rows, const std::string& root) {
    return RowPath(rows).step(RowPath::start, root) != 0;
}

// Evaluates the rules on one store after the other.
class Reading {
public:
    Reading(const Settings& settings, Log& log, const ReadingTime& time, const Progress& progress)
        : settings_(settings), log_(log), time_(time), progress_(progress),
          configured_(store_rules(settings)),
          survey_(settings.builtin_stores ? std::optional<Survey>(settings.builtin) : std::nullopt),
          rules_(rules_to_evaluate(configured_, survey_), settings.zoneinfo,
                 {.note_several_nodes = settings.mode == Mode::check}),
          read_limits_(read_limits(settings)), tables_(configured_.size()),
          sources_(configured_.size()) {
        read_limits_.whole_document = rules_.document_rule() != nullptr;
        limits_.max_series = settings.max_series;
        limits_.max_tree_bytes = settings.max_document_bytes;
    }

    StoreStage run() {
        if (rules_.rules().empty() || settings_.stores.empty()) {
            return {};
        }
        if (settings_.mode == Mode::debug && read_limits_.whole_document) {
            log_.info(fmt::format("The whole document is held in memory, since {} looks beyond its "
                                  "row.",
                                  rules_.document_rule()->rule.name));
        }
        read_all();
        count_repeated();
        for (const auto& [run, kept] : runs_) {
            if (settings_.mode == Mode::debug || settings_.verbose) {
                for (std::string& line : store_summary(run, kept)) {
                    stage_.summary.push_back(std::move(line));
                }
            }
            stage_.reports.push_back(run.report);
        }
        for (size_t i = 0; i < configured_.size(); ++i) {
            // If all its stores failed or were left out, it is not known whether there were rows,
            // so the metric is not published as 0.
            if (sources_[i].dropped == 0 || sources_[i].read > 0) {
                stage_.rules.push_back({configured_[i], std::move(tables_[i])});
            } else if (!sources_[i].of_another_kind.empty()) {
                log_.warn(sources_[i].of_another_kind);
            }
        }
        if (survey_) {
            for (EvaluatedRule& builtin : survey_->resolve()) {
                stage_.rules.push_back(std::move(builtin));
            }
        }
        return std::move(stage_);
    }

private:
    void read_all() {
        std::vector<StoreName> stores = globs_that_fail();
        for (StoreName& store : list_stores(settings_.stores)) {
            stores.push_back(std::move(store));
        }
        std::vector<std::string> paths(stores.size());
        std::transform(stores.begin(), stores.end(), paths.begin(),
                       [](const StoreName& store) { return store.path; });
        const std::vector<std::string> labels = path_labels(settings_.path_label, paths);
        for (size_t i = 0; i < stores.size() && !stage_.refusal; ++i) {
            read(stores[i], labels[i]);
            stage_.unread = stores.size() - i - 1;
        }
    }

    void read(const StoreName& store, const std::string& label) {
        const auto number = static_cast<std::uint32_t>(stage_.paths.size());
        stage_.paths.push_back(store.path);
        stage_.commands.push_back(store.command.has_value());
        StoreRun run;
        if (store.failure) {
            run.report.path = store.path;
            run.failure = store.failure;
        } else {
            run = run_store(store, number, rules_, read_limits_, limits_, time_, progress_);
        }
        run.report.path_label = label;
        stage_.roots.push_back(run.root_name);
        log_.warn(run.warnings);
        stage_.all_read &= run.report.success;
        for (size_t i = 0; i < configured_.size(); ++i) {
            if (is_any_source(configured_[i].sources, store.path)) {
                const bool is_read = !run.failure && !run.refusal && accepts(i, run);
                ++(is_read ? sources_[i].read : sources_[i].dropped);
            }
        }
        std::vector<KeptType> kept;
        if (run.failure) {
            fail(*run.failure);
        } else if (run.refusal) {
            stage_.refusal = run.refusal;
        } else {
            try {
                kept = add(run);
            } catch (const Error& refusal) {
                stage_.refusal = refusal;
            }
        }
        runs_.emplace_back(std::move(run), std::move(kept));
    }

    // A metric is 0 for a store without rows, but never for a document of another kind (the error
    // page of a server), which counts like a store that could not be read.
    bool accepts(size_t number, const StoreRun& run) {
        const Rule& rule = configured_[number];
        if (!is_zero_without_rows(rule) || fits_root(rule.rows, run.root_name)) {
            return true;
        }
        std::string sentence =
            fmt::format("{}:{}:{}: {} leaves out {}: its root element is <{}>, not that of rows = "
                        "\"{}\", and the metric is 0 for stores of that kind only",
                        rule.origin.file, rule.origin.line, rule.origin.column, rule.name,
                        run.report.path, run.root_name, rule.rows);
        // Several kinds of stores are usual, unless the rule asks for zeros.
        if (rule.on_empty == OnEmpty::zero) {
            log_.warn(sentence);
        } else {
            sources_[number].of_another_kind = std::move(sentence);
        }
        return false;
    }

    // With on-empty = "error" a glob that matches nothing is a failure; otherwise it is a warning
    // at most.
    std::vector<StoreName> globs_that_fail() {
        std::vector<StoreName> failures;
        for (const StoreArgument& store : settings_.stores) {
            if (settings_.empty_glob == EmptyGlob::ok || !list_stores({store}).empty()) {
                continue;
            }
            std::string sentence = fmt::format("{} matches no file", store_name(store));
            if (settings_.empty_glob == EmptyGlob::error) {
                failures.push_back({.path = store_name(store), .failure = std::move(sentence)});
            } else {
                log_.warn(
                    settings_.config_path.empty()
                        ? sentence
                        : fmt::format("{} (on-empty = \"ok\" above the rules says that it may)",
                                      sentence));
            }
        }
        return failures;
    }

    void fail(const std::string& why) {
        if (settings_.on_error == OnError::drop) {
            log_.warn(why);
        } else {
            log_.error(why);
            stage_.failed = true;
        }
    }

    // Whether the built-in metrics apply to the kind of document: they, too, are 0 for a store
    // without rows.
    bool accepts_for_builtin(const StoreRun& run) {
        if (fits_root(settings_.builtin.rows, run.root_name)) {
            return true;
        }
        log_.warn(fmt::format("the built-in metrics leave out {}: its root element is <{}>, not "
                              "that of --rows {}",
                              run.report.path, run.root_name, settings_.builtin.rows));
        return false;
    }

    std::vector<KeptType> add(StoreRun& run) {
        std::vector<SeriesTable> surveyed = take_surveyed(run.tables, configured_.size());
        for (size_t i = 0; i < configured_.size(); ++i) {
            tables_[i].merge(configured_[i], std::move(run.tables[i]));
            check_limits(configured_[i], tables_[i], limits_, run.report.path);
        }
        return survey_ && accepts_for_builtin(run)
                   ? survey_->add(run.report.path, run.root_name, run.report.path_label,
                                  std::move(surveyed))
                   : std::vector<KeptType>();
    }

    void count_repeated() {
        std::vector<RowCounts*> counts;
        for (auto& [run, kept] : runs_) {
            counts.push_back(&run.report.rows);
        }
        for (size_t i = 0; i < configured_.size(); ++i) {
            tables_[i].count_repeated(configured_[i], counts);
        }
    }

    const Settings& settings_;
    Log& log_;
    const ReadingTime time_;
    const Progress& progress_;
    const std::vector<Rule> configured_;
    std::optional<Survey> survey_; // of the built-in metrics, where there are any
    RuleSet rules_;                // both
    xml::ReadLimits read_limits_;
    EvaluationLimits limits_;
    std::vector<SeriesTable> tables_; // of the configured rules
    struct Sources {
        size_t read = 0;
        size_t dropped = 0;
        std::string of_another_kind; // the warning about the last store that was of another kind
    };
    std::vector<Sources> sources_; // how many stores each configured rule could read
    std::vector<std::pair<StoreRun, std::vector<KeptType>>> runs_;
    StoreStage stage_;
};

} // namespace

xml::ReadLimits read_limits(const Settings& settings) {
    xml::ReadLimits limits;
    limits.max_row_bytes = settings.max_row_bytes;
    limits.max_document_bytes = settings.max_document_bytes;
    limits.recover = settings.recover;
    return limits;
}

ReadingTime reading_time(const Settings& settings, double (*steady_time)()) {
    ReadingTime time;
    time.now = steady_time;
    time.store_timeout = settings.store_timeout;
    time.run_timeout = settings.run_timeout;
    time.run_end = steady_time() + settings.run_timeout;
    return time;
}

StoreStage read_stores(const Settings& settings, Log& log, double (*steady_time)(),
                       const Progress& progress) {
    return Reading(settings, log, reading_time(settings, steady_time), progress).run();
}

} // namespace promfile
