#!/usr/bin/python3
"""Two writers of one target and one of each of two neighbours publish without a pause, while two threads
scrape a real node_exporter: every page is whole, every target is of a single run, and the exporter has
nothing to complain of.

    race.py PROMFILE [--quick] [-v]

In full 10,000 runs and 10,000 pages. NODE_EXPORTER in the environment names another exporter."""

import os
import subprocess
import sys
import tempfile
import threading

from exporter_test import GOOD, exporter, write
from harness import Skipped

ROWS = 50
FULL, QUICK = 10000, 200  # runs, and pages
# The neighbours have HELP texts of their own: node_exporter would lose one of two that differ.
WRITERS = {"app": ["app", "app"], "left": ["left"], "right": ["right"]}


def configure(root, out, name, number):
    """Makes the files of one writer; returns its store and its configuration."""
    store, config = (os.path.join(root, f"{name}{number}.{ending}") for ending in ("xml", "toml"))
    with open(config, "w", encoding="ascii") as file:
        file.write(f"""store = ["{store}"]
textfile-directory = "{out}"
name = "{name}"
path-label = "none"
[[metric]]
name = "race_value"
help = "A value, says {name}."
rows = "/store/*"
value = "@v"
labels = {{ row = "name()", target = {{ text = "{name}" }} }}
""")
    return store, config


class Race:
    def __init__(self, program, wanted):
        self.program, self.wanted = program, wanted
        self.lock, self.faults = threading.Lock(), []
        self.runs = self.pages = 0

    def going_on(self):
        with self.lock:
            return not self.faults and (self.runs < self.wanted or self.pages < self.wanted)

    def fault(self, message):
        with self.lock:
            self.faults.append(message)

    def publish(self, store, config):
        """Publishes ever larger values; another configuration of the same target may be in between."""
        value = 0
        while self.going_on():
            value += 1
            with open(store, "w", encoding="ascii") as file:
                file.write("<store>" + "".join(f'<r{i} v="{value}"/>' for i in range(ROWS)) + "</store>")
            result = subprocess.run([self.program, "-q", "-c", config], capture_output=True, text=True, check=False)
            if result.returncode != 0 or result.stderr:
                self.fault(f"publishing ends with {result.returncode}: {result.stderr}")
            with self.lock:
                self.runs += 1

    def scrape(self, running):
        while self.going_on():
            try:
                self.examine(running.scrape())
            except (AssertionError, OSError) as error:
                self.fault(f"page {self.pages}: {error}")
            with self.lock:
                self.pages += 1

    def examine(self, page):
        assert page.get("good_value") == "42", "the good neighbour is lost"
        assert page.get("node_textfile_scrape_error") == "0", "the exporter met an error"
        for target in WRITERS:
            values = [value for series, value in page.items()
                      if series.startswith("race_value{") and f'target="{target}"' in series]
            assert len(values) == ROWS, f"{target} has {len(values)} of {ROWS} series"
            assert len(set(values)) == 1, f"{target} is of several runs: {set(values)}"
            assert f'promfile_series{{file="{target}.prom"}}' in page, f"{target} lost promfile's own metrics"


def race(program, wanted, root):
    out = os.path.join(root, "out")
    os.mkdir(out)
    for directory in (root, out):
        os.chmod(directory, 0o755)
    write(out, "good", GOOD)
    state = Race(program, wanted)
    writers = [configure(root, out, name, number) for names in WRITERS.values() for number, name in enumerate(names)]
    for store, config in writers:  # so that every page has all targets
        with open(store, "w", encoding="ascii") as file:
            file.write("<store>" + "".join(f'<r{i} v="0"/>' for i in range(ROWS)) + "</store>")
        subprocess.run([program, "-q", "-c", config], check=True)
    with exporter(out) as running:
        threads = [threading.Thread(target=state.publish, args=files) for files in writers]
        threads += [threading.Thread(target=state.scrape, args=[running]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        state.faults += running.faults()
    left = set(os.listdir(out)) - {f"{name}.prom" for name in [*WRITERS, "good"]}
    if left:
        state.faults.append(f"left behind: {left}")
    return state


def main():
    program = os.path.abspath(sys.argv[1])
    try:
        with tempfile.TemporaryDirectory(prefix="promfile-race-") as root:
            state = race(program, QUICK if "--quick" in sys.argv else FULL, root)
    except Skipped as reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    print("".join(f"FAILED {fault}\n" for fault in state.faults[:10]), end="")
    if "-v" in sys.argv:
        print(f"{state.runs} runs, {state.pages} pages")
    print(f"{state.runs + state.pages} passed, {len(state.faults)} failed")
    sys.exit(bool(state.faults))


if __name__ == "__main__":
    main()
