#include "run/self_metrics.hpp"

#include "metrics/series_order.hpp"
#include "support/utf8.hpp"

namespace promfile {

namespace {

class Families {
public:
    explicit Families(const RunReport& report) : report_(report) {}

    MetricFamily& add(const char* name, const char* help) {
        families.push_back({name, help, MetricType::gauge, {}});
        return families.back();
    }

    void add_one(const char* name, const char* help, double value) {
        add(name, help).samples.push_back({"", {{"file", report_.file}}, value});
    }

    // One series for each store that has the value.
    template<typename Value>
    void add_by_store(const char* name, const char* help, Value value_of) {
        MetricFamily& family = add(name, help);
        for (const StoreReport& store : report_.stores) {
            if (const std::optional<double> value = value_of(store)) {
                family.samples.push_back(
                    {"", {{"file", report_.file}, {"path", escaped_utf8(store.path)}}, *value});
            }
        }
    }

    std::vector<MetricFamily> families;

private:
    const RunReport& report_;
};

double number(std::uint64_t value) {
    return static_cast<double>(value);
}

} // namespace

std::vector<MetricFamily> self_metrics(const RunReport& report) {
    Families out(report);
    out.add("promfile_build_info", "The promfile that wrote the file.")
        .samples.push_back({"", {{"file", report.file}, {"version", report.version}}, 1});
    out.add_one("promfile_last_success_timestamp_seconds",
                "Unix time of the last run in which everything was read, 0 if there was none.",
                report.last_success);
    out.add_by_store("promfile_rows_read", "Rows read from the store.",
                     [](const StoreReport& s) { return std::optional(number(s.rows.read)); });
    MetricFamily& skipped =
        out.add("promfile_rows_skipped", "Rows left out of a metric, by reason.");
    for (const StoreReport& store : report.stores) {
        for (size_t i = 0; i < skip_reason_names.size(); ++i) {
            skipped.samples.push_back({"",
                                       {{"file", report.file},
                                        {"path", escaped_utf8(store.path)},
                                        {"reason", std::string(skip_reason_names[i])}},
                                       number(store.rows.skipped[i])});
        }
    }
    out.add_one("promfile_run_duration_seconds", "How long the run took until it wrote the file.",
                report.duration);
    if (!report.sensor_read_errors.empty()) {
        MetricFamily& errors =
            out.add("promfile_sensor_read_errors", "Sensor readings left out, by reason.");
        for (const auto& [reason, count] : report.sensor_read_errors) {
            errors.samples.push_back(
                {"", {{"file", report.file}, {"reason", reason}}, number(count)});
        }
    }
    out.add_one("promfile_series", "Series in the file besides those of promfile itself.",
                number(report.series));
    out.add_by_store("promfile_store_mtime_seconds", "Unix time of the store's last modification.",
                     [](const StoreReport& s) { return s.mtime; });
    out.add_by_store("promfile_store_size_bytes", "Size of the store.",
                     [](const StoreReport& s) { return std::optional(number(s.bytes)); });
    out.add_by_store("promfile_store_success",
                     "1 if the store was read to its end and is well-formed, else 0.",
                     [](const StoreReport& s) { return std::optional(s.success ? 1.0 : 0.0); });
    out.add_one("promfile_warnings", "Warnings of the run.", number(report.warnings));
    std::vector<MetricFamily> filled;
    for (MetricFamily& family : out.families) {
        if (!family.samples.empty()) {
            sort_series(family);
            filled.push_back(std::move(family));
        }
    }
    return filled;
}

} // namespace promfile
