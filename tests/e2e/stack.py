"""The host that publishes and the servers that watch it, with the files of samples/stack, whose
addresses and times alone are changed."""

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import threading

import yaml
from prometheus_client.parser import text_string_to_metric_families

import machine
from servers import Prometheus, Server, free_port
from stack_files import ROOT, RULE_FILES, STACK, read_text, read_yaml, uncommented

PROMFILE = os.path.abspath(os.environ.get("PROMFILE", os.path.join(ROOT, "build", "promfile")))
UNIT = os.path.join(ROOT, "systemd", "promfile.service")
HOST = {"job": "node", "instance": "orchard"}
SELECTOR = 'job="node",instance="orchard"'
STALE_AFTER = 8  # seconds, shorter than in the sample


def parsed(text):
    """The samples of an exposition text by name and labels, and its types by family."""
    families = list(text_string_to_metric_families(text))
    return ({series(sample.name, sample.labels): sample.value
             for family in families for sample in family.samples},
            {family.name: family.type for family in families})


def series(name, labels):
    return name, frozenset((key, value) for key, value in labels.items() if key != "__name__")


class Stack:
    def __init__(self, directory, cleanup, rows):
        """Publishes once, and starts every server. `rows` are the series that the history of the
        store has, by type and operation."""
        self.directory = directory
        self.textfiles = self.made("textfile")
        self.store = self.path("store.xml")
        shutil.copy(os.path.join(ROOT, "samples", "store.xml"), self.store)
        self.write_configuration()
        self.publish()
        self.notified = []
        self.start(cleanup, rows)

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
        machine.write_sysfs(self.path("sys"))
        self.write("promfile.toml", f'''
store = "{self.store}"
textfile-directory = "{self.textfiles}"
name = "store"
interval = "1s"
sensors = true
sysfs = "{self.path("sys")}"
''')

    def command(self, *more):
        """The command line of the installed unit, with this promfile and this configuration."""
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
        """The content of the textfile directory, in the form of parsed()."""
        return parsed("".join(read_text(os.path.join(self.textfiles, name))
                              for name in sorted(os.listdir(self.textfiles))))

    def start(self, cleanup, rows):
        """Starts every server; they become ready while others start."""
        def started(server):
            cleanup.callback(server.stop)
            return server

        exporter = "prometheus-node-exporter"
        only = ("--web.disable-exporter-metrics", "--collector.disable-defaults",
                "--collector.textfile", "--collector.time")
        exporters = [started(Server(self.directory, exporter, "/metrics", *only,
                                    f"--collector.textfile.directory={textfiles}"))
                     for textfiles in (self.textfiles, self.made("never"))]
        self.write("node.yml", [
            {"targets": [server.address], "labels": {"instance": name}}
            for server, name in zip(exporters, ("orchard", "never"))])

        hook = self.webhook(cleanup)
        configuration = read_yaml(os.path.join(STACK, "alertmanager.yml"))[0]
        for route in (configuration["route"], *configuration["route"]["routes"]):
            route["group_wait"] = "1s"
        for receiver in configuration["receivers"]:
            for webhook in receiver.get("webhook_configs", []):
                webhook["url"] = hook
        self.alertmanager = started(Server(
            self.directory, "prometheus-alertmanager", "/-/ready", "--cluster.listen-address=",
            "--config.file=" + self.write("alertmanager.yml", configuration),
            "--storage.path=" + self.made("alertmanager")))

        configuration = uncommented(os.path.join(STACK, "prometheus.yml"))
        central = free_port()
        configuration["remote_write"][0]["url"] = f"http://127.0.0.1:{central}/api/v1/write"
        configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        configuration["rule_files"] = [self.quick_rules(name)
                                       for name in RULE_FILES]
        configuration["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [
            self.alertmanager.address]
        configuration["scrape_configs"][0]["file_sd_configs"][0]["files"] = ["node.yml"]
        machine.write_history(
            self.directory, self.made("prometheus.yml.data"), SELECTOR,
            {f'path="{self.store}",type="{type_}",operation="{operation}"': count
             for (type_, operation), count in rows.items()})
        self.prometheus = started(Prometheus(
            self.directory, self.write("prometheus.yml", configuration),
            "--web.console.templates=" + shutil.copytree(os.path.join(STACK, "consoles"),
                                                         self.path("consoles")),
            "--web.console.libraries=" + self.made("no-libraries"),
            "--rules.alert.resend-delay=1s"))

        configuration = read_yaml(os.path.join(STACK, "prometheus-federation.yml"))[0]
        configuration["global"]["scrape_interval"] = "1s"
        configuration["scrape_configs"][0]["static_configs"][0]["targets"] = [
            self.prometheus.address]
        self.federation = started(Prometheus(
            self.directory, self.write("federation.yml", configuration),
            "--web.enable-remote-write-receiver", port=central))
        self.pushgateway = started(Server(
            self.directory, "prometheus-pushgateway", "/-/ready", "--persistence.file="))
        for server in (*exporters, self.alertmanager, self.prometheus, self.federation,
                       self.pushgateway):
            server.wait_until_ready()

    def quick_rules(self, name):
        """The sample's rules, in which a minute is a second."""
        seconds = {"m": 1, "h": 60, "d": 24 * 60}
        text = re.sub(r"((?:for:|interval:|offset) |\[)(\d+)([mhd])\b",
                      lambda found: f"{found[1]}{int(found[2]) * seconds[found[3]]}s",
                      read_text(os.path.join(STACK, "rules", name + ".yml")))
        if name == "recording":
            text, times = re.subn(r"2 \* 900\b", str(STALE_AFTER), text)
            assert times == 1, "the stale files have another expression"
            text, times = re.subn(r"(?<=promfile_expected_interval_seconds, )600\b", str(STALE_AFTER), text)
            assert times == 1, "the stale files have another expression"
        return self.write(f"{name}.yml", text)

    def webhook(self, cleanup):
        """The receiver of the person on call, which keeps the alerts that it receives."""
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
