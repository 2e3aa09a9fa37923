#include "run/self_metrics.hpp"

#include "metrics/exposition.hpp"

#include <doctest/doctest.h>
#include <sstream>
#include <string>

using namespace promfile;

namespace {

std::string samples(const RunReport& report) {
    std::istringstream lines(expose(self_metrics(report), ""));
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        out += line.starts_with('#') ? "" : line + "\n";
    }
    return out;
}

} // namespace

TEST_CASE("what a run tells of itself") {
    RunReport report;
    report.file = "app.prom";
    report.version = "1.2.3";
    report.last_success = 1700000000.5;
    report.duration = 0.25;
    report.series = 7;
    report.warnings = 1;
    StoreReport store;
    store.path = "/a.xml";
    store.success = true;
    store.mtime = 1600000000;
    store.bytes = 300;
    store.rows.read = 6;
    store.rows[SkipReason::invalid] = 2;
    report.stores.push_back(store);
    StoreReport pipe;
    pipe.path = "-";
    report.stores.push_back(pipe);
    report.sensor_read_errors = {{"absurd", 0}, {"timeout", 1}};
    CHECK(samples(report) ==
          R"(promfile_build_info{file="app.prom",version="1.2.3"} 1
promfile_last_success_timestamp_seconds{file="app.prom"} 1700000000.5
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
promfile_run_duration_seconds{file="app.prom"} 0.25
promfile_sensor_read_errors{file="app.prom",reason="absurd"} 0
promfile_sensor_read_errors{file="app.prom",reason="timeout"} 1
promfile_series{file="app.prom"} 7
promfile_store_mtime_seconds{file="app.prom",path="/a.xml"} 1600000000
promfile_store_size_bytes{file="app.prom",path="-"} 0
promfile_store_size_bytes{file="app.prom",path="/a.xml"} 300
promfile_store_success{file="app.prom",path="-"} 0
promfile_store_success{file="app.prom",path="/a.xml"} 1
promfile_warnings{file="app.prom"} 1
)");
}

TEST_CASE("stores whose names differ in bytes that are no characters stay apart") {
    RunReport report;
    report.file = "a.prom";
    for (const char* path : {"x\xff", "x\xfe"}) {
        StoreReport store;
        store.path = path;
        report.stores.push_back(store);
    }
    const std::string text = samples(report);
    CHECK(text.find("promfile_rows_read{file=\"a.prom\",path=\"x\\\\xff\"} 0\n") !=
          std::string::npos);
    CHECK(text.find("promfile_rows_read{file=\"a.prom\",path=\"x\\\\xfe\"} 0\n") !=
          std::string::npos);
}
