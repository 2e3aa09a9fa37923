#!/usr/bin/python3
"""The whole way, with real servers: promfile publishes a store and sensors for two node_exporters'
hosts (one of which never publishes), Prometheus scrapes and alerts, a second one federates,
Alertmanager notifies, a browser shows the console, and the Pushgateway takes --debug's output. All
with the files of samples/stack, whose addresses and times alone are changed.

    PROMFILE=build/promfile tests/e2e/e2e_test.py [--keep]

Screenshots go to build/e2e/. --keep keeps the directory of the servers' data and logs.
"""

import contextlib
import http.server
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import yaml
from prometheus_client.parser import text_string_to_metric_families

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "stack"))

import console
import machine
from servers import Prometheus, Server, eventually, fetch
from stack_files import (ROOT, STACK, dashboard, panels, read_text, read_yaml, rules, selectors,
                         substituted)

PROMFILE = os.path.abspath(os.environ.get("PROMFILE", os.path.join(ROOT, "build", "promfile")))
UNIT = os.path.join(ROOT, "systemd", "promfile.service")
PICTURES = os.path.join(ROOT, "build", "e2e")
PROGRAMS = ("prometheus", "promtool", "prometheus-node-exporter", "prometheus-alertmanager",
            "prometheus-pushgateway", "chromium", "curl")
TIME_LIMIT = 175  # seconds for everything
HOST = {"job": "node", "instance": "orchard"}
SELECTOR = 'job="node",instance="orchard"'
# Rows by type and operation in samples/store.xml, and those that the test adds to it.
BEFORE = {("apple", "create"): 1, ("orange", "create"): 2, ("orange", "update"): 1,
          ("strawberry", "create"): 1, ("strawberry", "delete"): 1}
ADDED = {("apple", "create"): 8, ("apple", "update"): 3, ("orange", "update"): 11,
         ("pear", "create"): 17, ("strawberry", "delete"): 4}
AFTER = {row: BEFORE.get(row, 0) + ADDED.get(row, 0) for row in {**BEFORE, **ADDED}}
STALE_AFTER = 8  # seconds, instead of the sample's


def parsed(text):
    """The samples of an exposition text by name and labels, and its types by family."""
    families = list(text_string_to_metric_families(text))
    return ({series(sample.name, sample.labels): sample.value
             for family in families for sample in family.samples},
            {family.name: family.type for family in families})


def series(name, labels):
    return name, frozenset((key, value) for key, value in labels.items() if key != "__name__")


class EndToEnd:
    """The servers and the host's files; each test is a method, in the order of TESTS."""

    def __init__(self, directory, cleanup):
        self.directory = directory
        self.textfiles = self.made("textfile")
        self.store = self.path("store.xml")
        shutil.copy(os.path.join(ROOT, "samples", "store.xml"), self.store)
        self.real_sensors = "--sensors" in subprocess.run(
            [PROMFILE, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.write_configuration()
        self.publish()
        self.notified = []
        self.start(cleanup)

    def path(self, *names):
        return os.path.join(self.directory, *names)

    def made(self, name):
        os.mkdir(self.path(name))
        return self.path(name)

    def write(self, name, document):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(document if isinstance(document, str) else yaml.safe_dump(document))
        return name

    def write_configuration(self):
        lines = [f'store = "{self.store}"', f'textfile-directory = "{self.textfiles}"',
                 'name = "store"']
        if self.real_sensors:
            machine.write_sysfs(self.path("sys"))
            lines += ["sensors = true", f'sysfs = "{self.path("sys")}"']
        self.write("promfile.toml", "\n".join(lines) + "\n")
        if not self.real_sensors:
            self.write("textfile/sensors.prom", machine.exposition())

    def command(self, *more):
        """The command line of the installed unit, with this promfile and this configuration."""
        line = "promfile --config /etc/promfile/promfile.toml"
        if os.path.exists(UNIT):
            line = re.search(r"^ExecStart=[-@:+!]*(.+)$", read_text(UNIT), re.M).group(1)
        words = [word.replace("/etc/promfile/promfile.toml", self.path("promfile.toml"))
                 for word in shlex.split(line)]
        assert self.path("promfile.toml") in words, f"no configuration in {line}"
        return [PROMFILE, *words[1:], *more]

    def publish(self, *more):
        result = subprocess.run(self.command(*more), text=True, timeout=30,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert result.returncode == 0 and result.stdout == "", result.stdout

    def published(self):
        """What the textfile directory holds, as parsed() has it."""
        return parsed("".join(read_text(os.path.join(self.textfiles, name))
                              for name in sorted(os.listdir(self.textfiles))))

    def start(self, cleanup):
        """Starts every server; they become ready while others start."""
        def started(server):
            cleanup.callback(server.stop)
            return server

        exporter = "prometheus-node-exporter"
        only = ("--web.disable-exporter-metrics", "--collector.disable-defaults",
                "--collector.textfile")
        exporters = [started(Server(self.directory, exporter, "/metrics", *only,
                                    f"--collector.textfile.directory={textfiles}"))
                     for textfiles in (self.textfiles, self.made("never"))]
        self.write("node.yml", [
            {"targets": [server.address], "labels": {"instance": name}}
            for server, name in zip(exporters, ("orchard", "never"))])

        hook = self.webhook(cleanup)
        configuration = read_yaml(os.path.join(STACK, "alertmanager.yml"))[0]
        configuration["route"]["group_wait"] = "1s"
        configuration["receivers"][1]["webhook_configs"][0]["url"] = hook
        self.alertmanager = started(Server(
            self.directory, "prometheus-alertmanager", "/-/ready", "--cluster.listen-address=",
            "--config.file=" + self.write("alertmanager.yml", configuration),
            "--storage.path=" + self.made("alertmanager")))

        configuration = read_yaml(os.path.join(STACK, "prometheus.yml"))[0]
        configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        configuration["rule_files"] = [self.quick_rules(name) for name in ("recording", "alerts")]
        configuration["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [
            self.alertmanager.address]
        configuration["scrape_configs"][0]["file_sd_configs"][0]["files"] = ["node.yml"]
        machine.write_history(
            self.directory, self.made("prometheus.yml.data"), SELECTOR,
            {f'path="{self.store}",type="{type_}",operation="{operation}"': count
             for (type_, operation), count in AFTER.items()})
        self.prometheus = started(Prometheus(
            self.directory, self.write("prometheus.yml", configuration),
            "--web.console.templates=" + os.path.join(STACK, "consoles"),
            "--web.console.libraries=" + self.made("no-libraries"),
            "--rules.alert.resend-delay=1s"))

        configuration = read_yaml(os.path.join(STACK, "prometheus-federation.yml"))[0]
        configuration["global"]["scrape_interval"] = "1s"
        configuration["scrape_configs"][0]["static_configs"][0]["targets"] = [
            self.prometheus.address]
        self.federation = started(Prometheus(
            self.directory, self.write("federation.yml", configuration)))
        self.pushgateway = started(Server(
            self.directory, "prometheus-pushgateway", "/-/ready", "--persistence.file="))
        for server in (*exporters, self.alertmanager, self.prometheus, self.federation,
                       self.pushgateway):
            server.wait_until_ready()

    def quick_rules(self, name):
        """The sample's rules; what waits for minutes waits for a second."""
        text = read_text(os.path.join(STACK, "rules", name + ".yml"))
        text = re.sub(r"\bfor: \d+m", "for: 1s", text)
        stale, times = re.subn(r"(promfile_last_success_timestamp_seconds) > 900",
                               rf"\1 > {STALE_AFTER}", text)
        assert times == (name == "alerts"), "the stale alert has another expression"
        return self.write(f"{name}.yml", stale)

    def webhook(self, cleanup):
        """The on-call's receiver, which keeps the alerts it is told of."""
        notified = self.notified

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                notified.extend(json.loads(body)["alerts"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cleanup.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    def scraped(self, prometheus):
        """The host's published series as Prometheus has them, without job and instance."""
        return {series(labels["__name__"], {key: value for key, value in labels.items()
                                            if key not in HOST}): value
                for labels, value in prometheus.query(
                    f'{{__name__=~"(store|sensor|promfile)_[^:]+",{SELECTOR}}}')}

    def assert_published_is_scraped(self, prometheus):
        wanted = self.published()[0]
        got = self.scraped(prometheus)
        assert got == wanted, (f"missing {sorted(map(str, wanted.keys() - got.keys()))[:5]}, "
                               f"more {sorted(map(str, got.keys() - wanted.keys()))[:5]}, other "
                               f"{[key for key in wanted if got.get(key) != wanted[key]][:5]}")
        return True

    def rows(self):
        """The store's rows as Prometheus has them, but for the zeros."""
        return {(labels["type"], labels["operation"]): value
                for labels, value in self.prometheus.query(f"store_rows{{{SELECTOR}}}") if value}

    def firing(self, name):
        return [alert for alert in self.prometheus.json("/api/v1/alerts")["data"]["alerts"]
                if alert["labels"]["alertname"] == name and alert["state"] == "firing"]

    # The tests.

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
                match = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["definition"])
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
                    assert self.prometheus.query(expression), f"{panel['title']}: {expression}"
        [healthy] = [target["expr"] for panel in panels(board) if panel["title"] == "Failed stores"
                     for target in panel["targets"]]
        assert self.prometheus.value(substituted(healthy, values)) == 0

    def the_rules_selectors_return_data(self):
        for rule in rules():
            for selector in selectors(rule["expr"]):
                assert self.prometheus.query(selector), \
                    f"{rule.get('alert') or rule.get('record')}: {selector}"
        for group in self.prometheus.json("/api/v1/rules")["data"]["groups"]:
            for rule in group["rules"]:
                assert rule["health"] == "ok", f"{rule['name']}: {rule.get('lastError')}"

    def the_host_that_never_published_is_named(self):
        alerts = eventually(lambda: self.firing("PromfileNotPublished"), 20, "the alert")
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

    def the_console_renders(self):
        self.publish()
        console.check(f"{self.prometheus.url}/consoles/promfile.html?instance=orchard",
                      self.directory, PICTURES, ("orchard", "store.prom", "apple", "pear",
                                                 "strawberry", "Package id 0", "CPU fan", "+12V"))

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
         EndToEnd.the_console_renders, EndToEnd.the_older_names_answer_as_well,
         EndToEnd.the_pushgateway_returns_what_debug_printed)


class Overdue(Exception):
    """Ends everything, whatever is being waited for."""


def overdue(*_):
    raise Overdue(f"the end-to-end test takes longer than {TIME_LIMIT} s")


def main():
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed")
        failed = int(os.environ.get("CI") == "true")
        print(f"0 passed, {failed} failed")
        return failed
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
            stack = EndToEnd(directory, cleanup)
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
