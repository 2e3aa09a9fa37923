#include "run/data.hpp"

#include "aggregate/families.hpp"
#include "metrics/checks.hpp"
#include "run/self_metrics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

const ExposedFamily* find(const PublishedFile& published, std::string_view name) {
    const auto found =
        std::find_if(published.families.begin(), published.families.end(),
                     [&](const ExposedFamily& family) { return family.name == name; });
    return found == published.families.end() ? nullptr : &*found;
}

std::map<std::string, std::uint64_t> rule_rows(const Inputs& inputs) {
    std::map<std::string, std::uint64_t> rows;
    for (const EvaluatedRule* evaluated : inputs.rules()) {
        const bool is_configured = evaluated->rule.origin.line > 0;
        if (is_configured) {
            rows[evaluated->rule.name] += evaluated->table.candidates;
        }
    }
    return rows;
}

std::map<std::string, std::uint64_t> published_rule_rows(const PublishedFile& published) {
    constexpr double max_count = 9007199254740992; // 2^53: up to there every number is exact
    std::map<std::string, std::uint64_t> rows;
    if (const ExposedFamily* family = find(published, rule_rows_name)) {
        for (const Sample& sample : family->samples) {
            for (const Label& label : sample.labels) {
                if (label.name == rule_rows_label && sample.value >= 0 &&
                    sample.value <= max_count) {
                    rows[label.value] = static_cast<std::uint64_t>(sample.value);
                }
            }
        }
    }
    return rows;
}

} // namespace

Data data_of_run(Inputs& inputs, const Settings& settings, Log& log) {
    if (inputs.refusal()) {
        throw Error(*inputs.refusal());
    }
    Data data;
    Warnings warnings;
    std::vector<MetricFamily> named_by_texts; // of the stores
    const auto append = [&](const std::vector<EvaluatedRule>& rules,
                            const std::vector<std::string>& sources) {
        for (const EvaluatedRule& rule : rules) {
            for (MetricFamily& family :
                 rule_families(rule.rule, rule.table, sources, settings.max_series, warnings)) {
                (has_name_suffix(rule.rule) ? named_by_texts : data.families)
                    .push_back(std::move(family));
            }
        }
    };
    append(inputs.stores.rules, inputs.stores.paths);
    append(inputs.sensors.rules, {inputs.sensors.name});
    // A text of a store must not refuse the run.
    for (MetricFamily& family : named_by_texts) {
        if (const std::string other = clashing_name(family, data.families); other.empty()) {
            data.families.push_back(std::move(family));
        } else {
            warnings.push_back(fmt::format("{} is left out, since its name, which a name-suffix "
                                           "gave, clashes with the metric {}",
                                           family.name, other));
        }
    }
    refuse_reserved_names(data.families);
    SeriesLimits limits;
    limits.max_series = settings.max_series;
    Overlaps overlaps;
    data.families = checked_families(std::move(data.families), limits, overlaps, warnings);
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
    data.rule_rows = rule_rows(inputs);
    return data;
}

Data data_of_published(const PublishedFile& published) {
    const auto refuse = [&](std::string_view why) {
        throw Error(fmt::format("{} is left as it is: {}", published.path, why));
    };
    if (!published.complete) {
        refuse("it is larger than 64 MiB");
    }
    if (!published.well_formed) {
        refuse("it has a line that is not well-formed");
    }
    Data data;
    data.stands = true;
    if (published.exists) {
        data.mtime = published.mtime;
    }
    for (const ExposedFamily& family : published.families) {
        if (!family.name.starts_with(self_metric_prefix)) {
            data.families.push_back(
                {family.name, family.help.value_or(""), family.seen_type(), family.samples});
        }
    }
    const std::uint64_t series = count_series(data.families);
    Overlaps overlaps;
    Warnings warnings;
    data.families = checked_families(std::move(data.families), no_limits, overlaps, warnings);
    if (count_series(data.families) != series) {
        refuse("it has a series twice");
    }
    data.rule_rows = published_rule_rows(published);
    return data;
}

} // namespace promfile
