#!/usr/bin/python3
"""Publishing beside other files into the directory of a real node_exporter, which must lose
nothing: no neighbour's series, none of ours, at no moment."""

import contextlib
import itertools
import os
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

from harness import (PUBLISHER, equal, enter_mount_namespace, need_program, publish, published,
                     run, text)

EXPORTER = os.environ.get("NODE_EXPORTER", "prometheus-node-exporter")
# Metrics of the exporter itself that change from scrape to scrape, or that do not show faults.
OWN = ("node_textfile_mtime", "node_scrape_collector", "node_exporter_build")
GOOD = "# HELP good_value A neighbour.\n# TYPE good_value gauge\ngood_value 42\n"


class Exporter:
    def __init__(self, port, log):
        self.url = f"http://127.0.0.1:{port}/metrics"
        self.log = log

    def scrape(self):
        """The samples of the page by series, including the series that show faults."""
        with urllib.request.urlopen(self.url, timeout=10) as page:
            lines = page.read().decode("utf-8").splitlines()
        return dict(line.rsplit(" ", 1) for line in lines
                    if not line.startswith(("#", *OWN)))

    def faults(self):
        with open(self.log, encoding="utf-8") as file:
            return [line for line in file if "level=error" in line or "level=warn" in line
                    or "panic" in line or "level=ERROR" in line]


@contextlib.contextmanager
def exporter(directory):
    need_program(EXPORTER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # As in service: another user than the publisher, who needs the file's mode to read it.
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.NamedTemporaryFile("w") as log:
        process = subprocess.Popen(
            [EXPORTER, f"--web.listen-address=127.0.0.1:{port}", "--web.disable-exporter-metrics",
             "--collector.disable-defaults", "--collector.textfile",
             f"--collector.textfile.directory={directory}"], stdout=log, stderr=log, **user)
        try:
            running = Exporter(port, log.name)
            for _ in range(100):
                try:
                    running.scrape()
                    break
                except urllib.error.URLError:
                    time.sleep(0.05)
            else:
                raise AssertionError("node_exporter does not answer")
            yield running
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def write(directory, name, content):
    with open(os.path.join(directory, name + ".prom"), "w", encoding="utf-8") as file:
        file.write(content)


def whole(page, expected):
    """Checks that the page has the expected samples and that the exporter met no fault."""
    wanted = {f'fault_value{{file="{name}"}}': str(value) for name, value in expected.items()}
    wanted |= {"good_value": "42", "node_textfile_scrape_error": "0"}
    wanted |= {f'promhttp_metric_handler_errors_total{{cause="{cause}"}}': "0"
               for cause in ("encoding", "gathering")}
    equal(page, wanted)


def test_other_help_texts_in_every_order(directory):
    """Two outputs of two versions with HELP texts of their own, each step a publish."""
    steps = list(itertools.product("am", ("One.", "Two.")))
    with exporter(directory) as running:
        for order in itertools.permutations(steps):
            for name in os.listdir(directory):
                os.unlink(os.path.join(directory, name))
            write(directory, "good", GOOD)
            expected = {}
            for value, (name, help_text) in enumerate(order):
                published(directory, name, text(value, help_text, label=name))
                expected[name] = value
                whole(running.scrape(), expected)
        equal(running.faults(), [])


def test_help_of_a_foreign_file(directory):
    write(directory, "good", GOOD)
    write(directory, "other", text(7, "Somebody else's \\\\ text.", label="other"))
    with exporter(directory) as running:
        for name in ("a", "z"):
            published(directory, name, text(1, "Ours.", label=name))
        whole(running.scrape(), {"a": 1, "z": 1, "other": 7})
        equal(running.faults(), [])


def test_that_the_exporter_does_lose_without_us(directory):
    """The reason for it all; if this fails, the cases above prove nothing."""
    write(directory, "a", text(1, "One.", label="a"))
    write(directory, "b", text(1, "Two.", label="b"))
    with exporter(directory) as running:
        values = [series for series in running.scrape() if series.startswith("fault_value")]
        assert len(values) < 2, values


def test_clashes_are_refused_and_cost_nothing(directory):
    write(directory, "good", GOOD)
    clashes = {
        "type": ("# HELP x X.\n# TYPE x gauge\nx 1\n",
                 "# HELP x X.\n# TYPE x counter\nx{a=\"1\"} 1\n"),
        "series": ("# HELP y Y.\n# TYPE y gauge\ny{a=\"1\",b=\"2\"} 1\n",
                   "# HELP y Y.\n# TYPE y gauge\ny{b=\"2\",c=\"\",a=\"1\"} 1\n"),
        "help": ("# TYPE z gauge\nz 1\n", "# HELP z Z.\n# TYPE z gauge\nz{a=\"1\"} 1\n"),
        "derived": ("# HELP v_count V.\n# TYPE v_count gauge\nv_count 1\n",
                    "# HELP v V.\n# TYPE v histogram\nv_bucket{le=\"+Inf\"} 1\nv_sum 1\n"
                    "v_count 1\n"),
        "part": ("# HELP w W.\n# TYPE w summary\nw_sum 1\nw_count 1\n",
                 "# HELP w_count W.\n# TYPE w_count gauge\nw_count 1\n"),
    }
    for name, (there, _) in clashes.items():
        write(directory, name, there)
    with exporter(directory) as running:
        before = running.scrape()
        for name, (_, ours) in clashes.items():
            result = publish(directory, "ours", ours)
            assert result.returncode == 1 and f"/{name}.prom" in result.stderr, (name, result.stderr)
        equal(running.scrape(), before)
        equal(running.faults(), [])


def test_a_changed_name_is_refused(directory):
    published(directory, "old", text(1))
    result = publish(directory, "new", text(1))
    equal(result.returncode, 1)
    for word in ("/old.prom", "name was changed", "remove"):
        assert word in result.stderr, result.stderr
    equal(os.listdir(directory), ["old.prom"])


def test_a_clash_that_came_later_is_a_warning(directory):
    published(directory, "ours", text(1))
    write(directory, "theirs", text(1))
    result = publish(directory, "ours", text(2))
    equal(result.returncode, 0)
    assert "/theirs.prom already has fault_value" in result.stderr, result.stderr


def test_hostile_neighbours_stop_nothing(directory):
    os.mkfifo(os.path.join(directory, "fifo.prom"))
    os.mkdir(os.path.join(directory, "directory.prom"))
    os.symlink("nowhere", os.path.join(directory, "dangling.prom"))
    with open(os.path.join(directory, "large.prom"), "wb") as file:
        file.truncate((16 << 20) + 1)
    with open(os.path.join(directory, "zeros.prom"), "wb") as file:
        file.truncate(1 << 20)
    with open(os.fsencode(directory) + b"/\xff.prom", "wb") as file:
        file.write(b"\xff\n")
    result = publish(directory, "app", text(1))
    equal(result.returncode, 0)
    for word in ("fifo", "directory", "dangling", "large", "zeros", "UTF-8"):
        assert word in result.stderr, f"no warning of {word} in {result.stderr}"


def test_two_scrapers_while_replacing(directory):
    write(directory, "good", GOOD)
    published(directory, "app", text(0))
    faults, scrapes, done = [], [0], threading.Event()

    def scrape_on(running):
        last = 0
        while not done.is_set():
            try:
                page = running.scrape()
                value = int(page.get('fault_value{file="a"}', -1))
                whole(page, {"a": value})
                assert value >= last, f"{value} after {last}"
                last = value
                scrapes[0] += 1
            except (AssertionError, OSError) as error:
                faults.append(str(error))
                return

    with exporter(directory) as running:
        threads = [threading.Thread(target=scrape_on, args=[running]) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            for value in range(1, 401):
                published(directory, "app", text(value))
        finally:
            done.set()
            for thread in threads:
                thread.join()
        equal(faults, [])
        equal(running.faults(), [])
    assert scrapes[0] >= 50, f"only {scrapes[0]} scrapes"


def test_outputs_that_begin_at_once(directory):
    write(directory, "good", GOOD)
    names = [f"n{i}" for i in range(8)]
    processes = []
    for name in names:
        process = subprocess.Popen([PUBLISHER, directory, name], stdin=subprocess.PIPE, text=True)
        process.stdin.write(text(5, f"Text of {name}.", label=name))
        process.stdin.close()
        processes.append(process)
    equal([process.wait(timeout=30) for process in processes], [0] * len(names))
    with exporter(directory) as running:
        whole(running.scrape(), {name: 5 for name in names})
        equal(running.faults(), [])


if __name__ == "__main__":
    enter_mount_namespace()
    run([value for name, value in sorted(globals().items()) if name.startswith("test_")])
