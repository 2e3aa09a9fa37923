#!/usr/bin/env python3
"""Compares the metrics of rules for real stores with the metrics that well-known exporters derive.

    corpus_test.py [DIRECTORY]

The directory holds a directory for each format, with stores and the expected series. By
default it is ../shared/corpus beside the checkout; without it there is nothing to compare. One line
for each store: the series expected, matched, missing and extra.
"""

import math
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))
RULES = os.path.join(ROOT, "tests", "fixtures", "rules")
SAMPLES = os.path.join(ROOT, "samples")

# The columns of a table of suites, and the metrics of samples/junit.toml.
JUNIT = {
    "tests": "junit_tests",
    "failed": "junit_tests_failed",
    "error": "junit_tests_errored",
    "skipped": "junit_tests_skipped",
    "passed": "junit_tests_passed",
    "sum_time_s": "junit_tests_duration_seconds",
    "attr_time": "junit_suite_duration_seconds",
}

# bind_exporter's names of times, and those of samples/bind.toml, which say that they are timestamps.
BIND = {
    "bind_boot_time_seconds": "bind_boot_timestamp_seconds",
    "bind_config_time_seconds": "bind_config_timestamp_seconds",
}


def series_of_exposition(text):
    series = {}
    for line in text.splitlines():
        found = re.fullmatch(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)", line)
        if found and not line.startswith("#"):
            labels = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found[2] or "")
            series[found[1], tuple(sorted(label for label in labels if label[1]))] = float(found[3])
    return series


def series_of_bind(text):
    return {(BIND.get(name, name), labels): value for (name, labels), value in series_of_exposition(text).items()}


def series_of_suites(text):
    series = {}
    for line in text.splitlines():
        found = re.fullmatch(r"suite='(.*)' package='(.*)' (tests=.*)", line)
        if found:
            labels = [("suite", found[1].replace("\\", "\\\\").replace('"', '\\"')), ("package", found[2])]
            labels = tuple(sorted(label for label in labels if label[1]))
            for column in found[3].split():
                name, value = column.split("=")
                series[JUNIT[name], labels] = float(value)
    return series


def renamed(text, names, change=lambda name, labels, value: (labels, value)):
    """The series whose names are among `names`, under the names that the recipe gives them."""
    series = {}
    for (name, labels), value in series_of_exposition(text).items():
        if name in names:
            new, *added = names[name].split()
            labels, value = change(new, {**dict(labels), **dict(each.split("=") for each in added)}, value)
            series[new, tuple(sorted(labels.items()))] = value
    return series


# The exporter's rates are MiB of eight bits, and its streams "application-stream".
NGINX_RTMP = {
    "nginx_rtmp_server_current_streams": "nginx_rtmp_streams",
    "nginx_rtmp_server_incoming_bytes_total": "nginx_rtmp_received_bytes_total",
    "nginx_rtmp_server_outgoing_bytes_total": "nginx_rtmp_sent_bytes_total",
    "nginx_rtmp_server_receive_bytes": "nginx_rtmp_receive_bytes_per_second",
    "nginx_rtmp_server_transmit_bytes": "nginx_rtmp_send_bytes_per_second",
    "nginx_rtmp_server_uptime_seconds_total": "nginx_rtmp_uptime_seconds",
    "nginx_rtmp_stream_incoming_bytes_total": "nginx_rtmp_stream_received_bytes_total",
    "nginx_rtmp_stream_outgoing_bytes_total": "nginx_rtmp_stream_sent_bytes_total",
    "nginx_rtmp_stream_receive_bytes": "nginx_rtmp_stream_receive_bytes_per_second",
    "nginx_rtmp_stream_transmit_bytes": "nginx_rtmp_stream_send_bytes_per_second",
    "nginx_rtmp_stream_uptime_seconds_total": "nginx_rtmp_stream_uptime_seconds",
}


def series_of_nginx_rtmp(text):
    def change(name, labels, value):
        if "stream" in labels:
            labels = dict(zip(("application", "stream"), labels["stream"].split("-", 1)))
        return labels, value * 2 ** 20 / 8 if name.endswith("_per_second") else value
    return renamed(text, NGINX_RTMP, change)


# Without passenger_nginx_up, for which promfile_store_success stands, and without the start of the
# processes, which the exporter divides by a thousand too much.
PASSENGER = {
    "passenger_nginx_version": "passenger_info",
    "passenger_nginx_top_level_queue": "passenger_queued_requests",
    "passenger_nginx_max_processes": "passenger_max_processes",
    "passenger_nginx_current_processes": "passenger_processes",
    "passenger_nginx_app_count": "passenger_applications",
    "passenger_nginx_app_queue": "passenger_application_queued_requests",
    "passenger_nginx_app_group_queue": "passenger_group_queued_requests",
    "passenger_nginx_app_procs_spawning": "passenger_application_spawning_processes",
    "passenger_nginx_proc_memory": "passenger_process_memory_bytes",
    "passenger_nginx_requests_processed_total": "passenger_process_requests_total",
    "passenger_nginx_current_sessions": "passenger_process_sessions",
}


def series_of_passenger(text):
    def change(name, labels, value):
        labels = {{"name": "application", "id": "process"}.get(label, label): text
                  for label, text in labels.items()}
        if name == "passenger_group_queued_requests":
            labels["application"] = labels["group"]
        return labels, value * 1024 if name.endswith("_bytes") else value
    return renamed(text, PASSENGER, change)


# Without the jobs, of which each has series of its own, and without the zeros that the exporter makes
# of hosts that do not answer.
GRIDENGINE = {
    "used_slots_count": "gridengine_slots_used",
    "reserved_slots_count": "gridengine_slots_reserved",
    "total_slots_count": "gridengine_slots",
    "sge_load_average": "gridengine_load_average",
    "sge_cpu_utilization_percent": "gridengine_cpu_ratio",
    "free_memory_bytes": "gridengine_memory_bytes kind=free",
    "sge_used_memory_bytes": "gridengine_memory_bytes kind=used",
    "sge_total_memory_bytes": "gridengine_memory_bytes kind=all",
}


def series_of_gridengine(text):
    """The exporter takes G and M as powers of 1000, Grid Engine means those of 1024 (sge_types(1))."""
    def change(name, labels, value):
        labels["host"] = labels.pop("hostname")
        if name == "gridengine_memory_bytes":
            value *= 1.024 ** 3 if value >= 1e9 else 1.024 ** 2 if value >= 1e6 else 1
        return labels, value / 100 if name == "gridengine_cpu_ratio" else value
    return {(name, labels): value for (name, labels), value in renamed(text, GRIDENGINE, change).items()
            if value != 0 or name.startswith("gridengine_slots")}


def series_of_monit(text):
    series = {}
    for line in text.splitlines():
        name, value = line.split()
        found = re.fullmatch(r"service_check_type_(\w+?)_name_(.+)_status_(\w+)", name)
        key = ("monit_service_state", tuple(sorted({"type": found[1], "service": found[2],
                                                    "state": found[3]}.items()))) if found else \
            ("monit_uptime_seconds", ())
        series[key] = float(value)
    return series


# Directory, expected, how to read it, rules, stores, whether other series may come too.
CASES = [
    ("crm_mon", "expected.prom", series_of_exposition, RULES + "/crm_mon.toml", ["store.xml"], False),
    ("dmarc", "expected.txt", series_of_exposition, RULES + "/dmarc.toml", ["store.xml"], False),
    ("dmarc", "expected.txt", series_of_exposition, RULES + "/dmarc.toml", ["dmarc-2.0.xml"], False),
    ("bind", "expected.txt", series_of_bind, SAMPLES + "/bind.toml",
     ["store.xml", "zones.xml", "tasks.xml"], True),
    ("junit", "expected.txt", series_of_suites, SAMPLES + "/junit.toml", ["store.xml"], False),
    ("junit", "sample1.expected.txt", series_of_suites, SAMPLES + "/junit.toml", ["sample1.xml"], False),
    ("junit", "sample2.expected.txt", series_of_suites, SAMPLES + "/junit.toml", ["sample2.xml"], False),
    ("nginx-rtmp", "expected.txt", series_of_nginx_rtmp, SAMPLES + "/nginx-rtmp.toml", ["store.xml"], True),
    ("passenger", "expected.txt", series_of_passenger, SAMPLES + "/passenger.toml", ["store.xml"], True),
    ("sge", "expected.txt", series_of_gridengine, SAMPLES + "/gridengine.toml", ["store.xml"], True),
    ("sge", "small.expected.txt", series_of_gridengine, SAMPLES + "/gridengine.toml", ["small.xml"], True),
    ("monit", "expected.txt", series_of_monit, SAMPLES + "/monit.toml", ["store.xml"], True),
]


def equal(got, expected):
    """But for the rounding of what a reader above computes."""
    return got is not None and math.isclose(got, expected, rel_tol=1e-12)


def compare(corpus, directory, expected_file, read, rules, stores, others_allowed):
    with open(os.path.join(corpus, directory, expected_file), encoding="utf-8") as file:
        expected = read(file.read())
    paths = [os.path.join(corpus, directory, store) for store in stores]
    done = subprocess.run([PROMFILE, "-c", rules, "--debug", "--no-self-metrics", "-q", *paths],
                          capture_output=True, text=True, check=False, timeout=120)
    got = series_of_exposition(done.stdout)
    matched = [key for key in expected if equal(got.get(key), expected[key])]
    missing = [key for key in expected if not equal(got.get(key), expected[key])]
    extra = [key for key in got if key not in expected]
    print("%-10s %-22s expected %3d, matched %3d, missing %d, extra %d%s" % (
        directory, " ".join(stores), len(expected), len(matched), len(missing), len(extra),
        " (allowed)" if others_allowed and extra else ""))
    for key in missing[:5]:
        print("  missing %s%s: %r, not %r" % (key[0], dict(key[1]), expected[key], got.get(key)))
    for key in [] if others_allowed else extra[:5]:
        print("  extra %s%s" % (key[0], dict(key[1])))
    if done.returncode:
        print("  exit %d: %s" % (done.returncode, done.stderr))
    return bool(expected) and not missing and (others_allowed or not extra) and done.returncode == 0


def main():
    corpus = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(ROOT), "shared", "corpus")
    if not os.path.isdir(corpus):
        if len(sys.argv) > 1:
            sys.exit("there is no directory %s" % corpus)
        print("skipped: there is no %s" % corpus)
        return 77
    results = [compare(corpus, *case) for case in CASES]
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
