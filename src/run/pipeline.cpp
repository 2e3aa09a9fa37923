#include "run/pipeline.hpp"

#include "aggregate/families.hpp"
#include "input/store_list.hpp"
#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "output/exposition_file.hpp"
#include "output/neighbours.hpp"
#include "output/textfile.hpp"
#include "rules/rule_toml.hpp"
#include "run/advice.hpp"
#include "run/check_report.hpp"
#include "run/self_metrics.hpp"
#include "run/sensors.hpp"
#include "run/stores.hpp"
#include "run/summary.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace promfile {

namespace {

constexpr const char* last_success_name = "promfile_last_success_timestamp_seconds";

// The first line's "from ...": what the command line gives to read, else the configuration.
std::string source_text(const Settings& settings) {
    constexpr size_t most_stores = 3;
    if (!settings.config_path.empty() && !settings.inputs_given) {
        return settings.config_path;
    }
    if (settings.stores.empty()) {
        return "sensors";
    }
    std::vector<std::string> stores(
        settings.stores.begin(),
        settings.stores.begin() +
            static_cast<std::ptrdiff_t>(std::min(settings.stores.size(), most_stores)));
    if (settings.stores.size() > most_stores) {
        stores.push_back(fmt::format("and {} more", settings.stores.size() - most_stores));
    }
    return fmt::format("{}", fmt::join(stores, " "));
}

double standing_last_success(const Standing& standing) {
    for (const ExposedFamily& family : standing.families) {
        if (family.name == last_success_name && !family.samples.empty()) {
            return family.samples.front().value;
        }
    }
    return 0;
}

void set_value(std::vector<MetricFamily>& families, std::string_view name, double value) {
    for (MetricFamily& family : families) {
        if (family.name == name) {
            family.samples.front().value = value;
        }
    }
}

void write(std::FILE* output, std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), output) != text.size() ||
        std::fflush(output) != 0) {
        throw Error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    }
}

// One run from its stores to the families, and from there to where they go.
class Run {
public:
    Run(const Settings& settings, Log& log, const Surroundings& surroundings)
        : settings_(settings), log_(log), surroundings_(surroundings),
          begin_(surroundings.steady_time()) {}

    ExitStatus operator()() {
        stage_ = read_stores(settings_, log_,
                             [this](const std::string& path, std::uint64_t bytes,
                                    std::uint64_t size) { show_progress(path, bytes, size); });
        clear_progress();
        sensors_ = read_sensor_stage(settings_, log_);
        if (settings_.mode == Mode::print_rules) {
            print_resolved_rules();
            return stage_.failed ? ExitStatus::failure : ExitStatus::success;
        }
        if (!stage_.failed) {
            make_families();
        }
        switch (settings_.mode) {
        case Mode::publish:
            publish();
            break;
        case Mode::debug:
            print();
            break;
        default:
            check();
        }
        return stage_.failed || refused_ ? ExitStatus::failure : ExitStatus::success;
    }

private:
    void make_families() {
        Warnings warnings;
        for (const EvaluatedRule& resolved : stage_.rules) {
            families_.push_back(rule_family(resolved.rule, resolved.table, stage_.paths,
                                            settings_.max_series, warnings));
        }
        const std::vector<std::string> sensors = {"sensors"};
        for (const EvaluatedRule& resolved : sensors_.rules) {
            families_.push_back(rule_family(resolved.rule, resolved.table, sensors,
                                            settings_.max_series, warnings));
        }
        SeriesLimits limits;
        limits.max_series = settings_.max_series;
        Overlaps overlaps;
        families_ = checked_families(std::move(families_), limits, overlaps, warnings);
        if (!stage_.reports.empty()) {
            RowCounts& counts = stage_.reports.front().rows;
            counts[SkipReason::merged] += overlaps.merged;
            counts[SkipReason::conflict] += overlaps.conflict;
        }
        log_.warn(warnings);
    }

    // Families and self-metrics as they go into the file, beside the neighbours where there is a
    // directory; their warnings are counted, too.
    std::vector<MetricFamily> finished(const Standing& standing) {
        std::vector<MetricFamily> all = families_;
        RunReport report;
        report.file = fmt::format("{}.prom", settings_.name);
        report.version = PROMFILE_VERSION;
        const double now = surroundings_.unix_time();
        report.last_success = stage_.all_read ? now : standing_last_success(standing);
        report.duration = surroundings_.steady_time() - begin_;
        report.series = count_series(families_);
        report.stores = stage_.reports;
        report.sensor_read_errors = sensors_.errors;
        if (settings_.self_metrics) {
            for (MetricFamily& family : self_metrics(report)) {
                all.push_back(std::move(family));
            }
        }
        std::sort(all.begin(), all.end(),
                  [](const MetricFamily& a, const MetricFamily& b) { return a.name < b.name; });
        if (!settings_.textfile_directory.empty()) {
            try {
                put_beside_neighbours(all, standing);
            } catch (const Error& error) {
                if (settings_.mode != Mode::debug) {
                    throw;
                }
                would_not_publish(error);
            }
        }
        set_value(all, "promfile_warnings", log_.warnings());
        return all;
    }

    void put_beside_neighbours(std::vector<MetricFamily>& all, const Standing& standing) {
        const Neighbours neighbours =
            read_neighbours(settings_.textfile_directory, settings_.name, all);
        log_.warn(neighbours.warnings);
        log_.warn(settle(all, neighbours.files, standing.families));
    }

    // --debug shows the metrics in any case.
    void would_not_publish(const Error& error) {
        log_.warn(fmt::format("this would not be published: {}", error.what()));
    }

    std::string text(const std::vector<MetricFamily>& families) const {
        return expose(families,
                      fmt::format("{}{}", written_by, escaped_utf8(source_text(settings_))));
    }

    void publish() {
        PublicationOptions options;
        options.mode = settings_.file_mode;
        Publication publication(settings_.textfile_directory, settings_.name, options);
        // Without an old file the self-metrics alone say that a store failed.
        if (stage_.failed && (publication.standing().exists || !settings_.self_metrics)) {
            return;
        }
        log_.warn(publication.warnings());
        const size_t before = publication.warnings().size();
        publication.commit(text(finished(publication.standing())));
        if (stage_.failed) {
            log_.info(fmt::format("promfile: wrote {}/{}.prom, which tells that "
                                  "(promfile_store_success 0) and nothing else",
                                  settings_.textfile_directory, settings_.name));
        }
        log_.warn(Warnings(publication.warnings().begin() + static_cast<std::ptrdiff_t>(before),
                           publication.warnings().end()));
    }

    void print() {
        if (stage_.failed) {
            return;
        }
        Standing standing;
        if (!settings_.textfile_directory.empty()) {
            try {
                standing = inspect_target(settings_.textfile_directory, settings_.name);
                log_.warn(standing.warnings);
            } catch (const Error& error) {
                would_not_publish(error);
            }
        }
        write(surroundings_.output, text(finished(standing)));
    }

    // Of the stores, then of the sensors.
    std::vector<const EvaluatedRule*> all_rules() const {
        std::vector<const EvaluatedRule*> rules;
        for (const auto* resolved : {&stage_.rules, &sensors_.rules}) {
            for (const EvaluatedRule& rule : *resolved) {
                rules.push_back(&rule);
            }
        }
        return rules;
    }

    void print_resolved_rules() {
        if (stage_.failed) {
            return;
        }
        std::vector<Rule> rules;
        for (const EvaluatedRule* resolved : all_rules()) {
            rules.push_back(resolved->rule);
        }
        write(surroundings_.output, print_rules(rules));
    }

    void check() {
        if (stage_.failed) {
            return;
        }
        std::vector<StoreRoot> stores;
        for (size_t i = 0; i < stage_.paths.size(); ++i) {
            stores.push_back({stage_.paths[i], stage_.roots[i]});
        }
        const std::vector<const EvaluatedRule*> rules = all_rules();
        for (const EvaluatedRule* resolved : rules) {
            log_.warn(rule_advice(resolved->rule, resolved->table, stores));
        }
        log_.warn(relative_stores(settings_));
        for (const std::string& store : settings_.stores) {
            if (list_stores({store}).empty()) {
                log_.warn(fmt::format("{} matches no file", store));
            }
        }
        if (!settings_.textfile_directory.empty()) {
            Standing standing;
            const auto refusal = [this](const auto& step) {
                try {
                    step();
                } catch (const Error& error) {
                    log_.error(error.what());
                    refused_ = true;
                }
            };
            refusal(
                [&] { standing = inspect_target(settings_.textfile_directory, settings_.name); });
            log_.warn(standing.warnings);
            log_.warn(fallen_counters(families_, standing.families));
            if (!refused_) {
                refusal([&] { finished(standing); });
            }
        }
        write(surroundings_.output, check_table(rules, families_));
    }

    // A line that is written over, for stores that take longer than a second.
    void show_progress(const std::string& path, std::uint64_t bytes, std::uint64_t size) {
        constexpr double first = 1.0;
        constexpr double interval = 0.1;
        if (!surroundings_.show_progress) {
            return;
        }
        const double now = surroundings_.steady_time();
        if (now - begin_ < first || now - last_progress_ < interval) {
            return;
        }
        last_progress_ = now;
        log_.progress(
            size > 0 ? fmt::format("{}: {} of {} ({:.0f} %)", path, human_bytes(bytes),
                                   human_bytes(size),
                                   100.0 * static_cast<double>(bytes) / static_cast<double>(size))
                     : fmt::format("{}: {}", path, human_bytes(bytes)));
    }

    void clear_progress() {
        if (last_progress_ > 0) {
            log_.progress("");
        }
    }

    const Settings& settings_;
    Log& log_;
    const Surroundings& surroundings_;
    double begin_;
    double last_progress_ = 0;
    StoreStage stage_;
    SensorStage sensors_;
    std::vector<MetricFamily> families_;
    bool refused_ = false;
};

} // namespace

ExitStatus run(const Settings& settings, Log& log, const Surroundings& surroundings) {
    if (settings.mode == Mode::dump_sensors) {
        write(surroundings.output, dump_sensors(settings, log));
        return ExitStatus::success;
    }
    return Run(settings, log, surroundings)();
}

} // namespace promfile
