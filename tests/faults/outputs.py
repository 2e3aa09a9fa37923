#!/usr/bin/python3
"""What rules make of generated stores goes through the gate and our parser, promtool, a real node_exporter
and a real Prometheus: all take it, and no series is lost.

    outputs.py GENERATED_OUTPUTS [STAGE...] [--quick] [-v]

GENERATED_OUTPUTS is the program of generated_outputs.cpp. In full 1,000,000 stores in the process, 100,000
through promtool, 10,000 through node_exporter and 1,000 through Prometheus. NODE_EXPORTER, PROMETHEUS and
PROMTOOL in the environment name other versions of these; STAGE is gate, promtool, node_exporter or Prometheus,
if not all are wanted."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "property"))
import exporter  # noqa: E402, of tests/property

FULL = {"gate": 1_000_000, "promtool": 100_000, "node_exporter": 10_000, "Prometheus": 1_000}
QUICK = {"gate": 3_000, "promtool": 1_000, "node_exporter": 500, "Prometheus": 200}
BATCH = {"gate": 10_000, "promtool": 1_000, "node_exporter": 500, "Prometheus": 1_000}
GOOD = "# HELP good_value A neighbour.\n# TYPE good_value gauge\ngood_value 42\n"


def generate(program, first, count, *options):
    result = subprocess.run([program, str(first), str(count), *options], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    outputs, _, _, series, _ = result.stderr.splitlines()[-1].split()
    assert int(outputs) > count / 2, f"only {outputs} outputs of {count} stores"
    return result.stdout, int(outputs), int(series)


def through_gate(program, first, count):
    return generate(program, first, count)[1]


def through_promtool(program, first, count):
    text, outputs, _ = generate(program, first, count, "--print")
    result = subprocess.run([os.environ.get("PROMTOOL", "promtool"), "check", "metrics"], input=text, capture_output=True, text=True,
                            check=False)
    assert result.returncode in (0, 3) and "error" not in result.stderr.split(":")[0], result.stderr[:2000]
    return outputs


def samples(text):
    """The series of a text, their labels in order of names, with their values. The exporter gives all
    series of a family the same labels, empty where they had none."""
    found = {}
    for line in text.split("\n"):
        if line.startswith("g") and not line.startswith("go_"):
            series, value = line.rsplit(" ", 1)
            labels = sorted(label for label in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', series) if label[1])
            found[series.split("{")[0], *labels] = str(float(value))
    return found


def through_exporter(program, first, count, prometheus=False):
    text, outputs, series = generate(program, first, count, "--print")
    with tempfile.TemporaryDirectory(prefix="promfile-outputs-") as root, contextlib.ExitStack() as stack:
        directory = os.path.join(root, "out")
        os.mkdir(directory)
        for name, content in (("good", GOOD), ("generated", text)):
            with open(os.path.join(directory, name + ".prom"), "w", encoding="utf-8") as file:
                file.write(content)
        running = exporter.Exporter(stack, directory, os.path.join(root, "log"))
        page = exporter.get(running.url).decode("utf-8")
        got, wanted = samples(page), samples(text)
        wanted["good_value",] = "42.0"
        assert len(wanted) == series + 1, f"{len(wanted)} lines for {series} series"
        lost = [one for one in wanted if got.get(one) != wanted[one]]
        assert not lost, f"{len(lost)} series are lost or changed, such as {lost[:3]}"
        assert not running.faults() and not running.dead(), running.faults()[:3]
        if prometheus:
            assert exporter.prometheus_up(root, running.url.split("/")[2]), "up is not 1"
    return outputs


def through_prometheus(program, first, count):
    return through_exporter(program, first, count, True)


STAGES = {"gate": through_gate, "promtool": through_promtool, "node_exporter": through_exporter,
          "Prometheus": through_prometheus}


def main():
    program, quick = os.path.abspath(sys.argv[1]), "--quick" in sys.argv
    wanted = [word for word in sys.argv[2:] if not word.startswith("-")]
    passed = failed = 0
    for name, stage in STAGES.items():
        if wanted and name not in wanted:
            continue
        count = (QUICK if quick else FULL)[name]
        size, outputs = min(BATCH[name], count), 0
        for first in range(1, count + 1, size):
            try:
                outputs += stage(program, first, size)
                passed += 1
            except AssertionError as error:
                failed += 1
                print(f"FAILED {name}, stores from {first} on: {error}")
        if "-v" in sys.argv:
            print(f"{name}: {count} stores, {outputs} outputs")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
