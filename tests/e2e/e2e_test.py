#!/usr/bin/python3
"""The whole way, with real servers: promfile publishes a store and sensors for two node_exporters'
hosts (one of which never publishes), Prometheus scrapes and alerts, a second one federates,
Alertmanager notifies, a browser shows the console, and the Pushgateway takes --debug's output. All
with the files of samples/stack, whose addresses and times alone are changed.

    PROMFILE=build/promfile tests/e2e/e2e_test.py [--keep]

Screenshots go to build/e2e/. --keep keeps the directory of the servers' data and logs.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "stack"))

import console
import machine
from servers import eventually, fetch
from stack import PROMFILE, SELECTOR, STALE_AFTER, Stack, parsed
from stack_files import (ROOT, dashboard, panels, read_text, rules, selectors, substituted)

PICTURES = os.path.join(ROOT, "build", "e2e")
PROGRAMS = ("prometheus", "promtool", "prometheus-node-exporter", "prometheus-alertmanager",
            "prometheus-pushgateway", "chromium", "curl")
TIME_LIMIT = 240  # seconds for everything
# Metrics of the rules that this host does not have.
SOMETIMES = {"ALERTS", "promfile_rule_rows", "promfile_sensor_read_errors", "sensor_pwm_ratio"}
# Panels without data on this host.
MAY_BE_EMPTY = ("Firing alerts",)
# Rows by type and operation in samples/store.xml, and the rows that the test adds to it.
BEFORE = {("apple", "create"): 1, ("orange", "create"): 2, ("orange", "update"): 1,
          ("strawberry", "create"): 1, ("strawberry", "delete"): 1}
ADDED = {("apple", "create"): 8, ("apple", "update"): 3, ("orange", "update"): 11,
         ("pear", "create"): 17, ("strawberry", "delete"): 4}
AFTER = {row: BEFORE.get(row, 0) + ADDED.get(row, 0) for row in {**BEFORE, **ADDED}}


class EndToEnd(Stack):
    """Each test is a method, in the order of TESTS."""

    def every_series_is_there_with_its_value(self):
        wanted, types = self.published()
        assert len(wanted) > 50 and types["sensor_temperature_celsius"] == "gauge", len(wanted)
        eventually(lambda: self.assert_published_is_scraped(self.prometheus), 20, "all series")
        assert self.rows() == BEFORE, self.rows()

    def both_targets_are_up(self):
        def up():
            return {labels["instance"]: value for labels, value in self.prometheus.query("up")}
        eventually(lambda: up() == {"orchard": 1, "never": 1}, 20, "up")
        assert self.prometheus.value(f"node_textfile_scrape_error{{{SELECTOR}}}") == 0

    def sensors_have_the_tree_s_values(self):
        wanted, _ = parsed("".join(f"{name}{{{labels}}} {value}\n"
                                   for name, labels, value in machine.samples()))
        got = {key: value for key, value in self.scraped(self.prometheus).items()
               if key[0].startswith("sensor_")}
        assert got == wanted, (sorted(map(str, wanted.keys() - got.keys())),
                               sorted(map(str, got.keys() - wanted.keys())))

    def types_and_help_are_known(self):
        known = self.prometheus.json("/api/v1/metadata")["data"]
        for family, kind in self.published()[1].items():
            names = [family, family + "_total"]
            found = [entry for name in names for entry in known.get(name, [])]
            assert found and all(entry["type"] == kind and entry["help"] for entry in found), family

    def a_change_of_the_store_is_seen(self):
        added = "".join(f'<{type_} id="{number}" operation="{operation}"/>'
                        for (type_, operation), count in ADDED.items() for number in range(count))
        self.write("store.new", read_text(self.store).replace("</store>", added + "</store>"))
        os.rename(self.path("store.new"), self.store)
        self.publish()
        eventually(lambda: self.rows() == AFTER, 20, "the rows that were added")
        assert self.prometheus.value(f"store_total_rows{{{SELECTOR}}}") == sum(AFTER.values())

    def the_federating_prometheus_has_the_same(self):
        eventually(lambda: self.assert_published_is_scraped(self.federation), 20, "all series")
        assert self.federation.value(f"up{{{SELECTOR}}}") == 1
        eventually(lambda: self.federation.value(
            'store_type:store_rows:sum{instance="orchard",type="pear"}') == 17, 10, "recorded sums")

    def the_dashboard_s_queries_return_data(self):
        board = dashboard()
        values = {"datasource": "Prometheus"}
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                match = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"])
                found = self.prometheus.label_values(substituted(match.group(1), values),
                                                     match.group(2))
                pattern = re.compile(variable["regex"].strip("/") or "(.*)")
                found = [pattern.search(text).group(1) for text in found if pattern.search(text)]
                assert found, f"no values of ${variable['name']}"
                values[variable["name"]] = "(" + "|".join(
                    re.escape(text).replace("\\", "\\\\") for text in found) + ")"
        everything = {**values, **{variable["name"]: variable["allValue"]
                                   for variable in board["templating"]["list"]
                                   if "allValue" in variable}}
        for chosen in (values, everything):
            for panel in panels(board):
                for target in panel["targets"]:
                    expression = substituted(target["expr"], chosen)
                    assert self.prometheus.query(expression) or panel["title"] in MAY_BE_EMPTY, \
                        f"{panel['title']}: {expression}"
        [healthy] = [target["expr"] for panel in panels(board) if panel["title"] == "Failed stores"
                     for target in panel["targets"]]
        assert self.prometheus.value(substituted(healthy, values)) == 0

    def the_rules_selectors_return_data(self):
        names = {re.match(r"[\w:]*", selector).group() for rule in rules()
                 for selector in selectors(rule["expr"])}
        recorded = {rule["record"] for rule in rules() if "record" in rule}
        assert {name for name in names if ":" in name} <= recorded
        for name in sorted(names - recorded - SOMETIMES - {""}):
            assert self.prometheus.query(name), name

        def evaluated():
            for group in self.prometheus.json("/api/v1/rules")["data"]["groups"]:
                for rule in group["rules"]:
                    assert rule["health"] == "ok", f"{rule['name']}: {rule.get('lastError')}"
            return True
        eventually(evaluated, 20, "every rule is evaluated")

    def the_host_that_never_published_is_named(self):
        alerts = eventually(lambda: self.firing("PromfileNotPublished"), 40, "the alert")
        assert [alert["labels"]["instance"] for alert in alerts] == ["never"], alerts

    def a_stale_file_alerts_the_on_call(self):
        alerts = eventually(lambda: self.firing("PromfileStale"), STALE_AFTER + 20, "the alert")
        assert [(alert["labels"]["instance"], alert["labels"]["file"]) for alert in alerts] == \
            [("orchard", "store.prom")], alerts
        eventually(lambda: [alert for alert in self.alertmanager.json("/api/v2/alerts")
                            if alert["labels"]["alertname"] == "PromfileStale"
                            and alert["status"]["state"] == "active"], 20, "in Alertmanager")
        told = eventually(lambda: [alert for alert in self.notified
                                   if alert["labels"]["alertname"] == "PromfileStale"],
                          20, "the notification")
        assert told[0]["annotations"]["summary"] == "store.prom on orchard is stale", told
        self.publish()
        eventually(lambda: not self.firing("PromfileStale"), 20, "the alert ends")

    def a_file_that_is_gone_is_missed(self):
        subprocess.run([PROMFILE, "-o", self.textfiles, "-n", "second", "--prefix", "second",
                        self.store], check=True, timeout=30)
        eventually(lambda: self.prometheus.query('file:promfile_last_seen:every15m{file="second.prom"}'),
                   40, "the file is known")
        os.remove(os.path.join(self.textfiles, "second.prom"))
        alerts = eventually(lambda: self.firing("PromfileFileGone"), 40, "the alert")
        assert [(alert["labels"]["instance"], alert["labels"]["file"]) for alert in alerts] == \
            [("orchard", "second.prom")], alerts

    def a_store_that_fails_is_named(self):
        missing = self.path("missing.xml")
        self.publish("--on-error", "drop", self.store, missing)
        alerts = eventually(lambda: self.firing("PromfileStoreFailed"), 40, "the alert")
        assert missing in alerts[0]["annotations"]["description"], alerts
        assert self.store not in alerts[0]["annotations"]["description"], alerts
        self.publish()
        eventually(lambda: not self.firing("PromfileStoreFailed"), 40, "the alert ends")

    def the_console_renders(self):
        self.publish("--on-error", "drop", self.store, self.path("missing.xml"))
        eventually(lambda: self.firing("PromfileStoreFailed"), 40, "an alert to show")
        page = f"{self.prometheus.url}/consoles/promfile.html"
        console.check(f"{page}?instance=orchard", self.directory, PICTURES,
                      ("orchard", "store.prom", "apple", "pear", "strawberry", "Package id 0",
                       "CPU fan", "+12V", "failed", "Stores of store.prom on orchard cannot be read"))
        console.check_on_a_phone(self.prometheus.url, self.path("consoles"), self.directory, PICTURES,
                                 "instance=orchard")
        # Of seven days only the hours that have samples, give or take a step.
        begin = console.first_moment(f"{page}?instance=orchard&range=7d", self.directory)
        assert 5.5 * 3600 < time.time() - begin < 7.5 * 3600, begin
        # Without a choice it shows the first host; of an unknown one it has nothing to show.
        assert "<h1>promfile <span>orchard</span></h1>" in fetch(page)
        assert "store.prom" not in fetch(f"{page}?instance=never&range=nonsense")
        quoted = fetch(f"{page}?instance=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        assert "<script>alert" not in quoted, "the page runs a script of its address"

    def the_older_names_answer_as_well(self):
        self.publish("--naming", "per-type")
        path = f'{{{SELECTOR},path="{self.store}"}}'
        eventually(lambda: self.prometheus.value("store_pear_create_rows" + path) == 17, 20, "rows")
        for name, value in (("store_total_rows", 49), ("store_apple_total_rows", 12),
                            ("store_apple_create_rows", 9), ("store_apple_delete_rows", 0),
                            ("store_orange_total_rows", 14), ("store_strawberry_delete_rows", 5)):
            assert self.prometheus.value(name + path) == value, name
        self.assert_published_is_scraped(self.prometheus)
        # Federated series have times of their own, and so linger for five minutes: all are there,
        # beside those of the other naming.
        eventually(lambda: self.published()[0].items() <= self.scraped(self.federation).items(),
                   20, "federated")

    def the_pushgateway_returns_what_debug_printed(self):
        debug = subprocess.run(self.command("--debug"), stdout=subprocess.PIPE, timeout=30,
                               stderr=subprocess.DEVNULL, check=True).stdout
        push = subprocess.run(["curl", "-sS", "--fail-with-body", "--data-binary", "@-",
                               f"{self.pushgateway.url}/metrics/job/promfile/instance/orchard"],
                              input=debug, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=30)
        assert push.returncode == 0, push.stdout
        wanted, types = parsed(debug.decode("utf-8"))
        got, got_types = parsed(fetch(self.pushgateway.url + "/metrics"))
        pushed = frozenset({"job": "promfile", "instance": "orchard"}.items())
        got = {(name, labels - pushed): value for (name, labels), value in got.items()
               if pushed <= labels and not name.startswith("push_")}
        assert got == wanted, set(got.items()) ^ set(wanted.items())
        assert {name: got_types.get(name) for name in types} == types


TESTS = (EndToEnd.every_series_is_there_with_its_value, EndToEnd.both_targets_are_up,
         EndToEnd.sensors_have_the_tree_s_values, EndToEnd.types_and_help_are_known,
         EndToEnd.a_change_of_the_store_is_seen, EndToEnd.the_federating_prometheus_has_the_same,
         EndToEnd.the_dashboard_s_queries_return_data, EndToEnd.the_rules_selectors_return_data,
         EndToEnd.the_host_that_never_published_is_named, EndToEnd.a_stale_file_alerts_the_on_call,
         EndToEnd.a_file_that_is_gone_is_missed, EndToEnd.a_store_that_fails_is_named,
         EndToEnd.the_console_renders, EndToEnd.the_older_names_answer_as_well,
         EndToEnd.the_pushgateway_returns_what_debug_printed)


class Overdue(Exception):
    """Ends everything, even while something is being waited for."""


def overdue(*_):
    raise Overdue(f"the end-to-end test takes longer than {TIME_LIMIT} s")


def main():
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed")
        return 1 if os.environ.get("CI") == "true" else 77
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGALRM, overdue)
    signal.alarm(TIME_LIMIT)
    passed = failed = 0
    with contextlib.ExitStack() as cleanup:
        directory = tempfile.mkdtemp(prefix="promfile-e2e-")
        if "--keep" in sys.argv:
            print(directory)
        else:
            cleanup.callback(shutil.rmtree, directory, ignore_errors=True)
        try:
            stack = EndToEnd(directory, cleanup, AFTER)
            for test in TESTS:
                begun = time.monotonic()
                try:
                    test(stack)
                    passed += 1
                except (AssertionError, OSError, subprocess.SubprocessError) as error:
                    failed += 1
                    print(f"FAILED {test.__name__}: {type(error).__name__}: {error}")
                if "-v" in sys.argv:
                    print(f"{test.__name__}: {time.monotonic() - begun:.1f} s")
        except Exception as error:
            failed += 1
            print(f"FAILED: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
