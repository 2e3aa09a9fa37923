#!/usr/bin/env python3
"""Compares what rules make of real stores with what well-known exporters derive from them.

    corpus_test.py [DIRECTORY]

The directory holds crm_mon, dmarc, bind and junit, each with stores and the expected series. By
default it is ../shared/corpus beside the checkout; without it there is nothing to compare. One line
for each store: the series expected, matched, missing and extra.
"""

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
]


def compare(corpus, directory, expected_file, read, rules, stores, others_allowed):
    with open(os.path.join(corpus, directory, expected_file), encoding="utf-8") as file:
        expected = read(file.read())
    paths = [os.path.join(corpus, directory, store) for store in stores]
    done = subprocess.run([PROMFILE, "-c", rules, "--debug", "--no-self-metrics", "-q", *paths],
                          capture_output=True, text=True, check=False, timeout=120)
    got = series_of_exposition(done.stdout)
    matched = [key for key in expected if got.get(key) == expected[key]]
    missing = [key for key in expected if got.get(key) != expected[key]]
    extra = [key for key in got if key not in expected]
    print("%-8s %-22s expected %3d, matched %3d, missing %d, extra %d%s" % (
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
