#include "run/self_metrics.hpp"

#include "metrics/checks.hpp"
#include "metrics/series_order.hpp"

#include <algorithm>

namespace promfile {

namespace {

constexpr const char* file_series_name = "promfile_file_series";
constexpr const char* warnings_name = "promfile_warnings";

// The stores that have series of their own.
std::vector<const StoreReport*> shown_stores(const std::vector<StoreReport>& stores) {
    const bool all = stores.size() <= max_stores_shown;
    std::vector<const StoreReport*> shown;
    for (const StoreReport& store : stores) {
        if (!store.path_label.empty() && (all || !store.success) &&
            shown.size() < max_stores_shown) {
            shown.push_back(&store);
        }
    }
    return shown;
}

std::optional<double> oldest_mtime(const std::vector<StoreReport>& stores) {
    std::optional<double> oldest;
    for (const StoreReport& store : stores) {
        if (store.mtime && (!oldest || *store.mtime < *oldest)) {
            oldest = store.mtime;
        }
    }
    return oldest;
}

class Families {
public:
    explicit Families(const RunReport& report)
        : report_(report), shown_(shown_stores(report.stores)) {}

    MetricFamily& add(const char* name, const char* help) {
        families.push_back({name, help, MetricType::gauge, {}});
        return families.back();
    }

    void add_one(const char* name, const char* help, double value) {
        add(name, help).samples.push_back({"", {{"file", report_.file}}, value});
    }

    void add_one(const char* name, const char* help, std::optional<double> value) {
        if (value) {
            add_one(name, help, *value);
        }
    }

    // Adds one series for each key.
    void add_by(const char* label, const std::map<std::string, std::uint64_t>& values,
                const char* name, const char* help) {
        MetricFamily& family = add(name, help);
        for (const auto& [key, value] : values) {
            family.samples.push_back(
                {"", {{"file", report_.file}, {label, key}}, static_cast<double>(value)});
        }
    }

    // Adds one series for each shown store that has the value.
    template<typename Value>
    void add_by_store(const char* name, const char* help, Value value_of) {
        MetricFamily& family = add(name, help);
        for (const StoreReport* store : shown_) {
            if (const std::optional<double> value = value_of(*store)) {
                family.samples.push_back(
                    {"", {{"file", report_.file}, {"path", store->path_label}}, *value});
            }
        }
    }

    void add_skipped_rows() {
        MetricFamily& skipped =
            add("promfile_rows_skipped", "Rows left out of a metric, by reason.");
        for (const StoreReport* store : shown_) {
            for (size_t i = 0; i < skip_reason_names.size(); ++i) {
                skipped.samples.push_back({"",
                                           {{"file", report_.file},
                                            {"path", store->path_label},
                                            {"reason", std::string(skip_reason_names[i])}},
                                           static_cast<double>(store->rows.skipped[i])});
            }
        }
    }

    std::vector<MetricFamily> families;

private:
    const RunReport& report_;
    const std::vector<const StoreReport*> shown_;
};

double number(std::uint64_t value) {
    return static_cast<double>(value);
}

} // namespace

std::vector<MetricFamily> self_metrics(const RunReport& report) {
    Families out(report);
    out.add("promfile_build_info", "The promfile that wrote the file.")
        .samples.push_back({"", {{"file", report.file}, {"version", report.version}}, 1});
    out.add_one("promfile_config_hash",
                "A hash of the configuration's bytes, which tells configurations apart.",
                report.config_hash ? std::optional(number(*report.config_hash)) : std::nullopt);
    out.add_one("promfile_expected_interval_seconds",
                "How often promfile is run, as its option --interval says.",
                report.expected_interval);
    out.add_one(file_series_name, "Series in the file, with those of promfile itself.", 0);
    out.add_one("promfile_last_run_timestamp_seconds", "Unix time of the last run.",
                report.last_run);
    out.add_one(last_success_name,
                "Unix time of the last run in which everything was read, 0 if there was none.",
                report.last_success);
    out.add_one("promfile_oldest_store_mtime_seconds",
                "Unix time of the oldest store's last modification.", oldest_mtime(report.stores));
    out.add_by_store("promfile_rows_read", "Rows read from the store.",
                     [](const StoreReport& s) { return std::optional(number(s.rows.read)); });
    out.add_skipped_rows();
    out.add_by(rule_rows_label, report.rule_rows, rule_rows_name,
               "Rows that the rules of the metric found, before their conditions.");
    out.add_one("promfile_run_duration_seconds", "How long the run took until it wrote the file.",
                report.duration);
    out.add_by("reason", report.sensor_read_errors, "promfile_sensor_read_errors",
               "Sensor readings left out, by reason.");
    out.add_one("promfile_series", "Series in the file besides those of promfile itself.",
                number(report.series));
    out.add_by_store("promfile_store_mtime_seconds", "Unix time of the store's last modification.",
                     [](const StoreReport& s) { return s.mtime; });
    out.add_by_store("promfile_store_size_bytes", "Size of the store.", [](const StoreReport& s) {
        return s.size ? std::optional(number(*s.size)) : std::nullopt;
    });
    out.add_by_store("promfile_store_success",
                     "1 if the store was read to its end and is well-formed, else 0.",
                     [](const StoreReport& s) { return std::optional(s.success ? 1.0 : 0.0); });
    out.add_one("promfile_stores", "Stores of the run.",
                number(report.stores.size() + report.unread_stores));
    const auto failed = std::count_if(report.stores.begin(), report.stores.end(),
                                      [](const StoreReport& store) { return !store.success; });
    out.add_one("promfile_stores_failed",
                "Stores of the run that were not read to their end or are not well-formed.",
                static_cast<double>(failed));
    out.add_one(warnings_name, "Warnings of the run.", 0);
    std::vector<MetricFamily> filled;
    for (MetricFamily& family : out.families) {
        if (!family.samples.empty()) {
            sort_series(family);
            filled.push_back(std::move(family));
        }
    }
    return filled;
}

void complete_totals(std::vector<MetricFamily>& families, std::uint64_t warnings) {
    const std::uint64_t series = count_series(families);
    for (MetricFamily& family : families) {
        if (family.name == file_series_name) {
            family.samples.front().value = number(series);
        } else if (family.name == warnings_name) {
            family.samples.front().value = number(warnings);
        }
    }
}

} // namespace promfile
