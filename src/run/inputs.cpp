#include "run/inputs.hpp"

#include "aggregate/families.hpp"
#include "metrics/checks.hpp"

namespace promfile {

std::vector<const EvaluatedRule*> Inputs::rules() const {
    std::vector<const EvaluatedRule*> rules;
    for (const auto* evaluated : {&stores.rules, &sensors.rules}) {
        for (const EvaluatedRule& rule : *evaluated) {
            rules.push_back(&rule);
        }
    }
    return rules;
}

std::vector<StoreRoot> Inputs::store_roots() const {
    std::vector<StoreRoot> roots;
    for (size_t i = 0; i < stores.paths.size(); ++i) {
        roots.push_back({stores.paths[i], stores.roots[i]});
    }
    return roots;
}

Inputs read_inputs(const Settings& settings, Log& log, double (*steady_time)(),
                   const Progress& progress) {
    Inputs inputs;
    inputs.stores = read_stores(settings, log, steady_time, progress);
    inputs.sensors = read_sensor_stage(settings, log);
    return inputs;
}

std::vector<MetricFamily> families_of(Inputs& inputs, const Settings& settings, Log& log) {
    Warnings warnings;
    std::vector<MetricFamily> families;
    const auto append = [&](const std::vector<EvaluatedRule>& rules,
                            const std::vector<std::string>& sources) {
        for (const EvaluatedRule& rule : rules) {
            families.push_back(
                rule_family(rule.rule, rule.table, sources, settings.max_series, warnings));
        }
    };
    append(inputs.stores.rules, inputs.stores.paths);
    append(inputs.sensors.rules, {inputs.sensors.name});
    SeriesLimits limits;
    limits.max_series = settings.max_series;
    Overlaps overlaps;
    families = checked_families(std::move(families), limits, overlaps, warnings);
    if (!inputs.stores.reports.empty()) {
        RowCounts& counts = inputs.stores.reports.front().rows;
        counts[SkipReason::merged] += overlaps.merged;
        counts[SkipReason::conflict] += overlaps.conflict;
    }
    log.warn(warnings);
    const std::vector<StoreRoot> roots = inputs.store_roots();
    for (const EvaluatedRule* evaluated : inputs.rules()) {
        log.warn(rule_warnings(evaluated->rule, evaluated->table, roots));
    }
    return families;
}

} // namespace promfile
