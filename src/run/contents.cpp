#include "run/contents.hpp"

#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "output/neighbours.hpp"
#include "run/provenance.hpp"
#include "run/self_metrics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// A sensor without a reading has no series, so lost sensors would go unnoticed.
void warn_of_lost_sensors(const SensorStage& sensors, const PublishedFile& published,
                          const Settings& settings, Warnings& warnings) {
    if (sensors.found) {
        return;
    }
    for (const EvaluatedRule& evaluated : sensors.rules) {
        const Rule& rule = evaluated.rule;
        const bool was_published = std::any_of(
            published.families.begin(), published.families.end(), [&](const ExposedFamily& family) {
                return family.name == rule.name && !family.samples.empty();
            });
        if (was_published && !rule.on_empty) {
            warnings.push_back(fmt::format("no sensor could be read, and {}/{}.prom has {} of an "
                                           "earlier run (promfile --dump-sensors shows what there "
                                           "is)",
                                           settings.textfile_directory, settings.name, rule.name));
            return;
        }
    }
}

void put_beside_neighbours(std::vector<MetricFamily>& all, const PublishedFile& published,
                           const Settings& settings, Warnings& warnings) {
    const auto append = [&](const Warnings& more) {
        warnings.insert(warnings.end(), more.begin(), more.end());
    };
    const Neighbours neighbours = read_neighbours(settings.textfile_directory, settings.name, all);
    append(neighbours.warnings);
    append(reconcile_with_neighbours(all, neighbours.files, published.families));
}

// The checks that all families pass. Limits do not apply to families that are already published.
std::vector<MetricFamily> through_the_gate(std::vector<MetricFamily> families, bool stand,
                                           const Settings& settings, Warnings& warnings) {
    SeriesLimits limits = stand ? no_limits : SeriesLimits();
    if (!stand) {
        limits.max_series = settings.max_series;
    }
    // Stays empty: the data have been checked, and only promfile's own names begin with promfile_.
    Overlaps overlaps;
    return checked_families(std::move(families), limits, overlaps, warnings);
}

} // namespace

std::vector<MetricFamily> contents(const Data& data, const Inputs& inputs,
                                   const PublishedFile& published, const RunTimes& times,
                                   const Settings& settings, const Log& log, Warnings& warnings) {
    if (!data.stands) {
        warn_of_lost_sensors(inputs.sensors, published, settings, warnings);
    }
    std::vector<MetricFamily> all = data.families;
    if (settings.self_metrics) {
        for (MetricFamily& family :
             self_metrics(run_report(data, inputs, published, times, settings))) {
            all.push_back(std::move(family));
        }
    }
    all = through_the_gate(std::move(all), data.stands, settings, warnings);
    if (!settings.textfile_directory.empty()) {
        try {
            put_beside_neighbours(all, published, settings, warnings);
        } catch (const Error& error) {
            if (settings.mode != Mode::debug) {
                throw;
            }
            warnings.push_back(refusal_warning(error));
        }
    }
    complete_totals(all, log.warnings() + warnings.size());
    return all;
}

std::string contents_text(const std::vector<MetricFamily>& contents, const Settings& settings) {
    return expose(contents, first_line(settings));
}

std::string refusal_warning(const Error& error) {
    return fmt::format("this would not be published: {}", error.what());
}

} // namespace promfile
