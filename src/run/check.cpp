#include "run/check.hpp"

#include "output/published_file.hpp"
#include "rules/source.hpp"
#include "run/advice.hpp"
#include "run/check_report.hpp"
#include "run/element_paths.hpp"
#include "run/provenance.hpp"

#include <fmt/format.h>
#include <optional>
#include <set>

namespace promfile {

namespace {

void advise(const Inputs& inputs, const Settings& settings, Log& log) {
    const std::vector<StoreRoot> stores = inputs.store_roots();
    std::vector<Advice> advice;
    for (const EvaluatedRule* evaluated : inputs.rules()) {
        for (Advice& each : rule_advice(evaluated->rule, evaluated->table, stores)) {
            advice.push_back(std::move(each));
        }
    }
    log.advise(advice_sentences(advice));
    log.advise(relative_stores(settings));
}

// Hints on rules that match no rows, from the elements that the stores have.
void advise_of_rows(const Inputs& inputs, const Settings& settings, Log& log) {
    for (const StoreRoot& store : inputs.store_roots()) {
        const bool is_read_once = store.path == "-" || store.is_command;
        if (is_read_once || store.root.empty()) {
            continue;
        }
        std::optional<ElementPaths> paths; // read only if a rule matches no rows
        std::set<std::string> told;
        const auto add = [&](const std::string& hint) {
            if (!hint.empty() && told.insert(hint).second) {
                log.advise({fmt::format("{}: {}", store.path, hint)});
            }
        };
        for (const EvaluatedRule* evaluated : inputs.rules()) {
            const Rule& rule = evaluated->rule;
            const bool is_configured = rule.origin.line > 0;
            const bool may_be_empty =
                rule.on_empty == OnEmpty::ok || (is_configured && rule.on_empty == OnEmpty::zero);
            if (evaluated->table.candidates > 0 || rule.sensors || may_be_empty ||
                rule.rows == BuiltinOptions().rows || !is_any_source(rule.sources, store.path)) {
                continue;
            }
            if (!paths) {
                paths = element_paths(store.path);
            }
            add(rows_hint(rule.rows, *paths));
        }
        if (settings.builtin_stores && settings.builtin.rows == BuiltinOptions().rows) {
            add(better_rows(paths ? *paths : element_paths(store.path)));
        }
    }
}

// Runs a step of publishing. Returns false if the step refuses.
template<typename Step>
bool passes(const Step& step, Log& log) {
    try {
        step();
        return true;
    } catch (const Error& error) {
        log.error(error.what());
        return false;
    }
}

} // namespace

CheckResult check(const Data& data, const Inputs& inputs, const std::function<RunTimes()>& times,
                  const Settings& settings, Log& log) {
    CheckResult result;
    advise(inputs, settings, log);
    advise_of_rows(inputs, settings, log);
    PublishedFile published;
    if (!settings.textfile_directory.empty()) {
        result.refused = !passes(
            [&] { published = inspect_published_file(settings.textfile_directory, settings.name); },
            log);
        log.warn(published.warnings);
        log.warn(fallen_counters(data.families, published.families));
        if (const auto other = other_owner(published, settings)) {
            log.error(*other);
            result.refused = true;
        }
    }
    if (!result.refused) {
        Warnings warnings;
        result.refused = !passes(
            [&] { contents(data, inputs, published, times(), settings, log, warnings); }, log);
        log.warn(warnings);
    }
    if (settings.strict && log.warnings() > 0) {
        result.refused = true;
    }
    result.table = check_table(inputs.rules(), data.families);
    return result;
}

} // namespace promfile
