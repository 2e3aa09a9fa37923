#include "store_stage.hpp"

#include "input/store_list.hpp"
#include "summary.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile {

namespace {

constexpr const char* zoneinfo = "/usr/share/zoneinfo";

std::string path_label(PathLabel kind, const std::string& path) {
    switch (kind) {
    case PathLabel::full:
        return path;
    case PathLabel::name:
        return path.substr(path.rfind('/') + 1);
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
    for (const auto& [type, count] : by_type) {
        kept.push_back({type, count});
    }
    return kept;
}

// The built-in metrics' part: the survey of each store, added up for stores that share metrics.
class Surveys {
public:
    explicit Surveys(const Settings& settings) : settings_(settings) {}

    void add(const StoreRun& run, SeriesTable&& rows, SeriesTable&& totals, RowCounts& counts) {
        const BuiltinOptions& options = settings_.builtin;
        const std::string prefix =
            options.prefix.empty() ? derived_prefix(run.root_name) : options.prefix;
        const std::string label = path_label(settings_.path_label, run.report.text);
        SurveyResult& result = results_[{prefix, label}];
        result.prefix = prefix;
        result.path_label = label;
        result.sources.push_back(run.report.path);
        const Survey survey = survey_rules(options);
        result.rows.merge(survey.rows, std::move(rows), counts);
        result.totals.merge(survey.totals, std::move(totals), counts);
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
        rules.push_back(std::move(survey.totals));
    }
    return rules;
}

ReadLimits read_limits(const Settings& settings, const RuleSet& rules) {
    ReadLimits limits;
    limits.max_row_bytes = settings.max_row_bytes;
    limits.max_document_bytes = settings.max_document_bytes;
    limits.recover = settings.recover;
    limits.whole_document = rules.document_rule() != nullptr;
    return limits;
}

} // namespace

StoreStage read_stores(const Settings& settings, Log& log, const Progress& progress) {
    StoreStage stage;
    RuleSet rules(rules_to_evaluate(settings), zoneinfo);
    if (rules.rules().empty() || settings.stores.empty()) {
        return stage;
    }
    const ReadLimits limits = read_limits(settings, rules);
    if (settings.mode == Mode::debug && limits.whole_document) {
        log.info(fmt::format("The whole document is held in memory, since {} looks beyond its row.",
                             rules.document_rule()->rule.name));
    }
    EvaluationLimits evaluation;
    evaluation.max_series = settings.max_series;
    const size_t configured = rules.rules().size() - (settings.builtin_stores ? 2 : 0);
    std::vector<SeriesTable> tables(configured);
    Surveys surveys(settings);
    for (const StoreName& store : list_stores(settings.stores)) {
        const auto number = static_cast<std::uint32_t>(stage.paths.size());
        stage.paths.push_back(store.path);
        StoreRun run = run_store(store.path, number, rules, limits, evaluation, progress);
        run.report.text = store.text;
        log.warn(run.warnings);
        stage.all_read &= run.report.success;
        std::vector<KeptType> kept;
        if (run.failure) {
            if (settings.on_error == OnError::drop) {
                log.warn(*run.failure);
            } else {
                log.error(*run.failure);
                stage.failed = true;
            }
        } else {
            RowCounts& counts = run.report.rows;
            for (size_t i = 0; i < configured; ++i) {
                tables[i].merge(rules.rules()[i].rule, std::move(run.tables[i]), counts);
            }
            if (settings.builtin_stores) {
                kept = kept_types(run.tables[configured]);
                surveys.add(run, std::move(run.tables[configured]),
                            std::move(run.tables[configured + 1]), counts);
            }
        }
        if (settings.mode == Mode::debug || settings.verbose) {
            for (const std::string& line : store_summary(run, kept)) {
                log.info(line);
            }
        }
        stage.reports.push_back(std::move(run.report));
    }
    for (size_t i = 0; i < configured; ++i) {
        stage.rules.push_back({rules.rules()[i].rule, std::move(tables[i])});
    }
    surveys.resolve(stage.rules);
    return stage;
}

} // namespace promfile
