#include "run/self_metrics.hpp"

#include "metrics/exposition.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sstream>
#include <string>

using namespace promfile;

namespace {

std::string samples(const RunReport& report, std::uint64_t warnings = 0) {
    std::vector<MetricFamily> families = self_metrics(report);
    complete_totals(families, warnings);
    std::istringstream lines(expose(families, ""));
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        out += line.starts_with('#') ? "" : line + "\n";
    }
    return out;
}

} // namespace

TEST_CASE("the metrics of a run") {
    RunReport report;
    report.file = "app.prom";
    report.version = "1.2.3";
    report.last_success = 1700000000.5;
    report.duration = 0.25;
    report.series = 7;
    report.last_run = 1700000060;
    report.expected_interval = 900;
    report.config_hash = 0xfedcba987654;
    report.rule_rows = {{"app_rows", 6}, {"app_jobs", 0}};
    StoreReport store;
    store.path = store.path_label = "/a.xml";
    store.success = true;
    store.mtime = 1600000000;
    store.size = 300;
    store.rows.read = 6;
    store.rows[SkipReason::invalid] = 2;
    report.stores.push_back(store);
    StoreReport pipe;
    pipe.path = pipe.path_label = "-";
    pipe.size = 0;
    report.stores.push_back(pipe);
    report.sensor_read_errors = {{"absurd", 0}, {"timeout", 1}};
    CHECK(samples(report, 1) ==
          R"(promfile_build_info{file="app.prom",version="1.2.3"} 1
promfile_config_hash{file="app.prom"} 280223976814164
promfile_expected_interval_seconds{file="app.prom"} 900
promfile_file_series{file="app.prom"} 33
promfile_last_run_timestamp_seconds{file="app.prom"} 1700000060
promfile_last_success_timestamp_seconds{file="app.prom"} 1700000000.5
promfile_oldest_store_mtime_seconds{file="app.prom"} 1600000000
promfile_rows_read{file="app.prom",path="-"} 0
promfile_rows_read{file="app.prom",path="/a.xml"} 6
promfile_rows_skipped{file="app.prom",path="-",reason="conflict"} 0
promfile_rows_skipped{file="app.prom",path="-",reason="invalid"} 0
promfile_rows_skipped{file="app.prom",path="-",reason="label_too_long"} 0
promfile_rows_skipped{file="app.prom",path="-",reason="merged"} 0
promfile_rows_skipped{file="app.prom",path="-",reason="missing"} 0
promfile_rows_skipped{file="app.prom",path="/a.xml",reason="conflict"} 0
promfile_rows_skipped{file="app.prom",path="/a.xml",reason="invalid"} 2
promfile_rows_skipped{file="app.prom",path="/a.xml",reason="label_too_long"} 0
promfile_rows_skipped{file="app.prom",path="/a.xml",reason="merged"} 0
promfile_rows_skipped{file="app.prom",path="/a.xml",reason="missing"} 0
promfile_rule_rows{file="app.prom",metric="app_jobs"} 0
promfile_rule_rows{file="app.prom",metric="app_rows"} 6
promfile_run_duration_seconds{file="app.prom"} 0.25
promfile_sensor_read_errors{file="app.prom",reason="absurd"} 0
promfile_sensor_read_errors{file="app.prom",reason="timeout"} 1
promfile_series{file="app.prom"} 7
promfile_store_mtime_seconds{file="app.prom",path="/a.xml"} 1600000000
promfile_store_size_bytes{file="app.prom",path="-"} 0
promfile_store_size_bytes{file="app.prom",path="/a.xml"} 300
promfile_store_success{file="app.prom",path="-"} 0
promfile_store_success{file="app.prom",path="/a.xml"} 1
promfile_stores{file="app.prom"} 2
promfile_stores_failed{file="app.prom"} 1
promfile_warnings{file="app.prom"} 1
)");
}

TEST_CASE("a metric whose value is unknown has no series") {
    RunReport report;
    report.file = "a.prom";
    StoreReport missing;
    missing.path = missing.path_label = "/gone.xml";
    report.stores.push_back(missing);
    const std::string text = samples(report);
    for (const char* name : {"expected_interval", "config_hash", "oldest_store", "store_mtime",
                             "store_size", "rule_rows", "sensor_read"}) {
        CAPTURE(name);
        CHECK(text.find(name) == std::string::npos);
    }
}

TEST_CASE("of many stores only those that failed have series of their own, at most 20") {
    const auto count = [](const std::string& text, std::string_view part) {
        size_t found = 0;
        for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
            ++found;
        }
        return found;
    };
    const struct {
        size_t stores;
        size_t failed;
        size_t unread;
        size_t shown;
    } cases[] = {{20, 0, 0, 20}, {20, 3, 5, 20},   {21, 0, 0, 0},
                 {21, 3, 0, 3},  {500, 20, 0, 20}, {500, 500, 0, 20}};
    for (const auto& c : cases) {
        CAPTURE(c.stores);
        CAPTURE(c.failed);
        RunReport report;
        report.file = "a.prom";
        report.unread_stores = c.unread;
        for (size_t i = 0; i < c.stores; ++i) {
            StoreReport store;
            store.path = store.path_label = fmt::format("/{}.xml", i);
            store.success = i >= c.failed;
            report.stores.push_back(store);
        }
        const std::string text = samples(report);
        CHECK(count(text, "promfile_store_success{") == c.shown);
        CHECK(count(text, "promfile_rows_read{") == c.shown);
        CHECK(count(text, "promfile_rows_skipped{") == 5 * c.shown);
        CHECK(count(text, fmt::format("promfile_stores{{file=\"a.prom\"}} {}\n",
                                      c.stores + c.unread)) == 1);
        CHECK(count(text,
                    fmt::format("promfile_stores_failed{{file=\"a.prom\"}} {}\n", c.failed)) == 1);
    }
}

TEST_CASE("a store without a label has no series of its own, and counts") {
    RunReport report;
    report.file = "a.prom";
    report.stores.resize(2);
    const std::string text = samples(report);
    CHECK(text.find("path=") == std::string::npos);
    CHECK(text.find("promfile_stores_failed{file=\"a.prom\"} 2\n") != std::string::npos);
}
