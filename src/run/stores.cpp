#include "run/stores.hpp"

#include "input/store_list.hpp"
#include "rules/source.hpp"
#include "run/summary.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile {

namespace {

constexpr const char* zoneinfo = "/usr/share/zoneinfo";

std::string path_label(PathLabel kind, const std::string& path) {
    switch (kind) {
    case PathLabel::full:
        return escaped_utf8(path);
    case PathLabel::name:
        return escaped_utf8(path.substr(path.rfind('/') + 1));
    case PathLabel::none:
        break;
    }
    return {};
}

std::vector<KeptType> kept_types(const SeriesTable& rows) {
    std::map<std::string, std::uint64_t> by_type;
    for (const auto& [key, series] : rows.series()) {
        by_type[key.substr(0, key.find('\0'))] += series.rows;
    }
    std::vector<KeptType> kept;
    kept.reserve(by_type.size());
    for (const auto& [type, count] : by_type) {
        kept.push_back({type, count});
    }
    return kept;
}

// The built-in metrics' part: the survey of each store, added up for stores that share metrics.
class Surveys {
public:
    explicit Surveys(const Settings& settings) : settings_(settings) {}

    void add(const StoreRun& run, SeriesTable&& rows, SeriesTable&& totals) {
        const BuiltinOptions& options = settings_.builtin;
        const std::string prefix =
            options.prefix.empty() ? derived_prefix(run.root_name) : options.prefix;
        const std::string label = path_label(settings_.path_label, run.report.path);
        SurveyResult& result = results_[{prefix, label}];
        result.prefix = prefix;
        result.path_label = label;
        result.sources.push_back(run.report.path);
        const Survey survey = survey_rules(options);
        result.rows.merge(survey.rows, std::move(rows));
        result.totals.merge(survey.totals, std::move(totals));
    }

    void resolve(std::vector<ResolvedRule>& rules) {
        for (auto& [key, result] : results_) {
            for (ResolvedRule& rule : resolve_builtin(settings_.builtin, std::move(result))) {
                rules.push_back(std::move(rule));
            }
        }
    }

private:
    const Settings& settings_;
    std::map<std::pair<std::string, std::string>, SurveyResult> results_;
};

std::vector<Rule> rules_to_evaluate(const Settings& settings) {
    std::vector<Rule> rules;
    std::copy_if(settings.rules.begin(), settings.rules.end(), std::back_inserter(rules),
                 [](const Rule& rule) { return !rule.sensors; });
    if (settings.builtin_stores) {
        Survey survey = survey_rules(settings.builtin);
        rules.push_back(std::move(survey.rows));
        if (needs_totals(settings.builtin)) {
            rules.push_back(std::move(survey.totals));
        }
    }
    return rules;
}

// How many rules of the survey come behind the configured ones.
size_t survey_size(const Settings& settings) {
    return settings.builtin_stores ? 1 + size_t{needs_totals(settings.builtin)} : 0;
}

ReadLimits read_limits(const Settings& settings, const RuleSet& rules) {
    ReadLimits limits;
    limits.max_row_bytes = settings.max_row_bytes;
    limits.max_document_bytes = settings.max_document_bytes;
    limits.recover = settings.recover;
    limits.whole_document = rules.document_rule() != nullptr;
    return limits;
}

// The stores' share in the rules, store by store.
class Reading {
public:
    Reading(const Settings& settings, Log& log, const Progress& progress)
        : settings_(settings), log_(log), progress_(progress),
          rules_(rules_to_evaluate(settings), zoneinfo),
          read_limits_(read_limits(settings, rules_)),
          configured_(rules_.rules().size() - survey_size(settings)), tables_(configured_),
          sources_(configured_), surveys_(settings) {
        limits_.max_series = settings.max_series;
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
        for (const StoreName& store : list_stores(settings_.stores)) {
            read(store);
        }
        count_repeated();
        for (const auto& [run, kept] : runs_) {
            if (settings_.mode == Mode::debug || settings_.verbose) {
                for (const std::string& line : store_summary(run, kept)) {
                    log_.info(line);
                }
            }
            stage_.reports.push_back(run.report);
        }
        for (size_t i = 0; i < configured_; ++i) {
            // Of stores that all failed nothing is known, not even that there were no rows.
            if (sources_[i].dropped == 0 || sources_[i].read > 0) {
                stage_.rules.push_back({rules_.rules()[i].rule, std::move(tables_[i])});
            }
        }
        surveys_.resolve(stage_.rules);
        return std::move(stage_);
    }

private:
    void read(const StoreName& store) {
        const auto number = static_cast<std::uint32_t>(stage_.paths.size());
        stage_.paths.push_back(store.path);
        StoreRun run;
        if (store.failure) {
            run.report.path = store.path;
            run.failure = store.failure;
        } else {
            run = run_store(store.path, number, rules_, read_limits_, limits_, progress_);
        }
        stage_.roots.push_back(run.root_name);
        log_.warn(run.warnings);
        stage_.all_read &= run.report.success;
        for (size_t i = 0; i < configured_; ++i) {
            if (is_any_source(rules_.rules()[i].rule.sources, store.path)) {
                ++(run.failure ? sources_[i].dropped : sources_[i].read);
            }
        }
        std::vector<KeptType> kept;
        if (run.failure) {
            fail(*run.failure);
        } else {
            kept = add(run);
        }
        runs_.emplace_back(std::move(run), std::move(kept));
    }

    void fail(const std::string& why) {
        if (settings_.on_error == OnError::drop) {
            log_.warn(why);
        } else {
            log_.error(why);
            stage_.failed = true;
        }
    }

    std::vector<KeptType> add(StoreRun& run) {
        for (size_t i = 0; i < configured_; ++i) {
            const Rule& rule = rules_.rules()[i].rule;
            tables_[i].merge(rule, std::move(run.tables[i]));
            check_size(rule, tables_[i], limits_, run.report.path);
        }
        std::vector<KeptType> kept;
        if (settings_.builtin_stores) {
            kept = kept_types(run.tables[configured_]);
            SeriesTable& rows = run.tables[configured_];
            SeriesTable totals = needs_totals(settings_.builtin)
                                     ? std::move(run.tables[configured_ + 1])
                                     : totals_of(rows);
            surveys_.add(run, std::move(rows), std::move(totals));
        }
        return kept;
    }

    void count_repeated() {
        std::vector<RowCounts*> counts;
        for (auto& [run, kept] : runs_) {
            counts.push_back(&run.report.rows);
        }
        for (size_t i = 0; i < configured_; ++i) {
            tables_[i].count_repeated(rules_.rules()[i].rule, counts);
        }
    }

    const Settings& settings_;
    Log& log_;
    const Progress& progress_;
    RuleSet rules_;
    ReadLimits read_limits_;
    EvaluationLimits limits_;
    size_t configured_;               // rules that are not the survey of the built-in ones
    std::vector<SeriesTable> tables_; // of these
    struct Sources {
        size_t read = 0;
        size_t dropped = 0;
    };
    std::vector<Sources> sources_; // of these, too: how many stores they could read
    Surveys surveys_;
    std::vector<std::pair<StoreRun, std::vector<KeptType>>> runs_;
    StoreStage stage_;
};

} // namespace

StoreStage read_stores(const Settings& settings, Log& log, const Progress& progress) {
    return Reading(settings, log, progress).run();
}

} // namespace promfile
