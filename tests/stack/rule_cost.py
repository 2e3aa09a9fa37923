#!/usr/bin/python3
"""What the rules of samples/stack/rules cost a Prometheus: a server that answers as many hosts do, a
Prometheus that scrapes it, and for each rule its processor seconds and samples in an evaluation, at the
number of hosts that was measured and extrapolated to 10,000. Both grow with the number of hosts, and
no faster. Writing what a rule records comes on top, about a microsecond a series. Other programs make
a measurement larger, never smaller: it is the least of several that counts.

    tests/stack/rule_cost.py [HOSTS (1000)] [MINUTES (5)]

The minutes stand for a day: groups are evaluated, and offsets look back, as much faster, so that ranges
of a day and of 15 minutes hold as many samples as they will. A range costs what it holds.
"""

import http.server
import os
import re
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "e2e"))

from servers import Prometheus, fetch  # pylint: disable=wrong-import-position
from stack_files import RULE_FILES, STACK, read_text, rules

FLEET = 10000
REPEATED = 6
PASSES = 3


def page():
    """200 series of a host; NOW is a placeholder for the time."""
    lines = ["node_time_seconds NOW", "node_textfile_scrape_error 0"]

    def add(name, value=0, **labels):
        text = ",".join(f'{key}="{label}"' for key, label in labels.items())
        lines.append(f"{name}{{{text}}} {value}")

    for file in ("app.prom", "sensors.prom"):
        add("node_textfile_mtime_seconds", "NOW", file="/textfile/" + file)
        add("promfile_build_info", 1, file=file, version="1")
        for name, value in (
                ("last_run_timestamp_seconds", "NOW"), ("last_success_timestamp_seconds", "NOW"),
                ("expected_interval_seconds", 60), ("config_hash", 1), ("run_duration_seconds", 1),
                ("series", 60), ("file_series", 100), ("warnings", 0), ("stores", 3),
                ("stores_failed", 0), ("oldest_store_mtime_seconds", "NOW")):
            add("promfile_" + name, value, file=file)
    for path in ("/var/lib/app/a.xml", "/var/lib/app/b.xml", "/var/lib/app/c.xml"):
        for name, value in (("store_success", 1), ("store_mtime_seconds", "NOW"),
                            ("store_size_bytes", 1), ("rows_read", 100)):
            add("promfile_" + name, value, file="app.prom", path=path)
        for reason in ("conflict", "invalid", "label_too_long", "merged", "missing"):
            add("promfile_rows_skipped", file="app.prom", path=path, reason=reason)
        for number in range(12):
            add("store_rows", 100, path=path, type=f"type{number // 3}",
                operation=("create", "update", "delete")[number % 3])
        add("store_total_rows", 1200, path=path)
    for number in range(8):
        add("promfile_rule_rows", 10, file="app.prom", metric=f"app_{number}")
    for number in range(12):
        of_temperature = {"chip": "coretemp-isa-0000", "feature": f"temp{number}", "sensor": "Core"}
        add("sensor_temperature_celsius", 50, **of_temperature)
        add("sensor_temperature_max_celsius", 80, **of_temperature)
        add("sensor_temperature_critical_celsius", 100, **of_temperature)
        add("sensor_alarm", **of_temperature, type="temperature", alarm="critical")
    for number in range(6):
        of_fan = {"chip": "nct6779-isa-0290", "feature": f"fan{number}", "sensor": "Fan"}
        add("sensor_fan_speed_rpm", 0 if number > 3 else 900, **of_fan)
        add("sensor_pwm_ratio", 0.5, **{**of_fan, "feature": f"pwm{number}"})
        add("sensor_alarm", int(number > 3), **of_fan, type="fan", alarm="channel")
        add("sensor_fault", **of_fan, type="fan")
    return "\n".join(lines) + "\n"


def serve(body):
    class Hosts(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            text = body.replace("NOW", str(int(time.time()))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 1024

        def handle_error(self, *_):
            pass  # Prometheus ended while a connection was open

    server = Server(("127.0.0.1", 0), Hosts)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def processor_seconds(process):
    """The processor time of a process so far, by its clock with the number of clock_getcpuclockid(3)."""
    return time.clock_gettime((~process.pid << 3) | 2)


def cost(prometheus, expression, moment):
    """Processor seconds and samples of one evaluation at a moment."""
    # Counted, since answering with every series would cost more than finding them.
    query = urllib.parse.urlencode(
        {"query": f"count({expression})", "time": moment, "stats": "all"})
    least = float("inf")
    for _ in range(PASSES):
        before = processor_seconds(prometheus.process)
        for _ in range(REPEATED):
            answer = fetch(f"{prometheus.url}/api/v1/query?{query}", 120)
        least = min(least, (processor_seconds(prometheus.process) - before) / REPEATED)
    return least, int(re.search(r'"totalQueryableSamples":(\d+)', answer).group(1))


def configuration(directory, rule_files, scraped):
    with open(os.path.join(directory, "prometheus.yml"), "w", encoding="utf-8") as file:
        yaml.safe_dump({"global": {"scrape_interval": "30s", "scrape_timeout": "25s"},
                        "rule_files": rule_files, "scrape_configs": scraped}, file)


def quick_rules(name, minutes):
    """The rules of a file, in which the minutes stand for a day. Groups that look at the moment alone
    are evaluated less often than that: their samples are not looked back at."""
    day = 60 * minutes
    text = read_text(os.path.join(STACK, "rules", name))
    text = text.replace("interval: 15m", f"interval: {max(1, int(day / 96))}s")
    text = re.sub("interval: [14]m", f"interval: {max(5, int(day / 15))}s", text)
    return text.replace("offset 1h", f"offset {max(1, int(day / 24))}s")


def measure(hosts, minutes, directory):
    server = serve(page())
    address = f"127.0.0.1:{server.server_address[1]}"
    names = [os.path.join(directory, name + ".yml") for name in RULE_FILES]
    for name in names:
        with open(name, "w", encoding="utf-8") as file:
            file.write(quick_rules(os.path.basename(name), minutes))
    configuration(directory, names, [{"job_name": "node", "static_configs": [
        {"targets": [address], "labels": {"instance": f"h{number}"}} for number in range(hosts)]}])
    prometheus = Prometheus(directory, "prometheus.yml", "--log.level=error", "--web.enable-lifecycle")
    try:
        prometheus.wait_until_ready()
        time.sleep(60 * minutes)
        every = [rule for group in prometheus.json("/api/v1/rules")["data"]["groups"]
                 for rule in group["rules"]]
        for rule in every:
            assert rule["health"] != "err", rule["lastError"]
        moment = time.time() - 5
        # Nothing else is to use the processor from here on.
        configuration(directory, [], [])
        urllib.request.urlopen(urllib.request.Request(prometheus.url + "/-/reload", method="POST"),
                               timeout=120).close()
        time.sleep(5)
        _, series = cost(prometheus, '{instance=~"h.+"}', moment)
        return series, [(rule["name"], *cost(prometheus, rule["query"], moment)) for rule in every]
    finally:
        prometheus.stop()
        server.shutdown()


def main():
    hosts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(prefix="promfile-rule-cost-") as directory:
        series, costs = measure(hosts, minutes, directory)
    assert len(costs) == len(rules()), f"{len(costs)} of {len(rules())} rules were evaluated"
    factor = FLEET / hosts
    print(f"{hosts} hosts, {series:.0f} series with the recorded ones; processor seconds and samples of\n"
          f"an evaluation, and extrapolated to {FLEET} hosts")
    for name, seconds, count in sorted(costs, key=lambda cost: -cost[1]):
        print(f"{name:46} {seconds:7.4f} s {count:8} {seconds * factor:7.3f} s {count * factor / 1e6:6.2f} M")
    seconds = sum(seconds for _, seconds, _ in costs)
    print(f"{'all':46} {seconds:7.4f} s {'':8} {seconds * factor:7.3f} s")
    return 0


sys.exit(main())
