"""A real node_exporter and a real Prometheus on loopback, each stopped by its own process."""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

# Other versions of them may be named.
EXPORTER = os.environ.get("NODE_EXPORTER", "prometheus-node-exporter")
PROMETHEUS = os.environ.get("PROMETHEUS", "prometheus")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url, timeout=60):
    with urllib.request.urlopen(url, timeout=timeout) as page:
        return page.read()


@contextlib.contextmanager
def process(command, log, ready):
    """Runs the command until the block ends, which begins once the URL answers."""
    with open(log, "wb") as output:
        running = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        for _ in range(600):
            try:
                get(ready)
                break
            except (urllib.error.URLError, OSError):
                if running.poll() is not None:
                    break
                time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} does not answer")
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


class Exporter:
    """Scrapes one textfile directory. It is started anew if a scrape has killed it."""

    def __init__(self, stack, directory, log):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/metrics"
        self.log = log
        self.running = stack.enter_context(process(
            [EXPORTER, f"--web.listen-address=127.0.0.1:{port}", "--collector.disable-defaults",
             "--collector.textfile", f"--collector.textfile.directory={directory}"],
            log, self.url))

    def faults(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file
                    if "running as root" not in line and any(word in line.lower()
                           for word in ("level=error", "level=warn", "panic", "fatal"))]

    def dead(self):
        return self.running.poll() is not None


def prometheus_up(directory, target):
    """Whether a real Prometheus takes the page: the value of `up` once it is known."""
    config = os.path.join(directory, "prometheus.yml")
    with open(config, "w", encoding="utf-8") as file:
        file.write("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                   "  - job_name: node\n    scrape_interval: 5s\n    scrape_timeout: 5s\n"
                   f"    static_configs: [{{targets: ['{target}']}}]\n")
    port = free_port()
    with process([PROMETHEUS, f"--config.file={config}",
                  f"--storage.tsdb.path={os.path.join(directory, 'tsdb')}",
                  f"--web.listen-address=127.0.0.1:{port}"],
                 os.path.join(directory, "prometheus.log"),
                 f"http://127.0.0.1:{port}/-/ready"):
        for _ in range(100):
            answer = json.loads(get(f"http://127.0.0.1:{port}/api/v1/query?query=up"))
            result = answer["data"]["result"]
            if result:
                return result[0]["value"][1] == "1"
            time.sleep(0.2)
    return False
