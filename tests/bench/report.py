#!/usr/bin/python3
"""Plans the runs, checks that all programs count the same, and prints the tables. Called by run.sh."""
import argparse
import collections
import os
import pathlib
import re
import statistics
import subprocess
import sys

from workloads import (LIMITS, LIMITS_OPTIONS, LIMITS_PEAK, PEAK, RULES, Store, count, limit_store,
                       size)

HERE = pathlib.Path(__file__).resolve().parent
ONCE_ABOVE_SECONDS = 60
KILL_ABOVE_SECONDS = 240
MIB = 1024
EXPAT = "expat, start tags only"
GREP = "LC_ALL=C grep -c operation"

Run = collections.namedtuple("Run", "wall cpu peak status")
Result = collections.namedtuple("Result", "runs wall cpu peak")


# A program of the comparison: command(store, output file), what it printed as counts, and the memory that
# it takes for each byte of the store (0: constant). swift: it ends within milliseconds on a small store.
Program = collections.namedtuple("Program", "name command counts memory swift")


def programs(build, promfile):
    peers = build / "peers"
    textfiles = build / "textfile"
    textfiles.mkdir(exist_ok=True)

    def whole_document(store, _):
        return [peers / "whole_document", store.path, store.shape.depth, store.shape.operation]

    def lxml(store, _):
        return ["/usr/bin/python3", HERE / "lxml_prometheus.py", store.path, store.shape.depth,
                store.shape.operation]

    def xmlstarlet(store, output):
        return ["/bin/sh", HERE / "xmlstarlet_pipeline.sh", store.path, store.shape.rows,
                store.shape.operation, output.with_suffix(".sponge")]

    return {program.name: program for program in (
        Program("a program that does nothing", lambda *_: [peers / "noop"], None, 0, True),
        Program("promfile", lambda store, _: [promfile, "--debug", *store.shape.options, store.path],
                samples, 0, True),
        Program(EXPAT, lambda store, _: [peers / "expat_scan", store.path],
                lambda output: int(output.read_text()), 0, True),
        Program(GREP,
                lambda store, _: ["/usr/bin/env", "LC_ALL=C", "grep", "-c", "operation", store.path],
                None, 0, True),
        Program("pugixml, whole document", whole_document, samples, 7, True),
        Program("lxml + prometheus_client", lxml, samples, 0, False),
        Program("xmlstarlet, sort, uniq, awk, sponge", xmlstarlet,
                lambda output: samples(output.with_suffix(".sponge")), 19, False),
        Program("promfile, publishing",
                lambda store, _: [promfile, *store.shape.options, "-o", textfiles, "-n", "bench", store.path],
                lambda _: samples(textfiles / "bench.prom"), 0, True),
    )}


SAMPLE = re.compile(r"^store_rows\{(.*)\} (\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="([^"]*)"')


def samples(output):
    """The counts by type and operation in exposition text, without zeros."""
    counts = {}
    for labels, value in SAMPLE.findall(output.read_text()):
        labels = dict(LABEL.findall(labels))
        if float(value) != 0:
            counts[labels["type"], labels.get("op") or labels.get("operation")] = float(value)
    return counts


class Measurements:
    def __init__(self, build):
        self.build = build
        self.faults = []
        self.log = open(build / "runs.tsv", "w", encoding="utf-8")

    def measure(self, what, commands):
        """commands: {name: (number of runs, command, output file)}; results by name, without failed commands."""
        plan = self.build / "plan.tsv"
        plan.write_text("".join("\t".join(map(str, (name, runs, output, *command))) + "\n"
                                for name, (runs, command, output) in commands.items()))
        print(f"measuring {what}", file=sys.stderr)
        lines = subprocess.run(
            [self.build / "peers" / "measure", plan, str(ONCE_ABOVE_SECONDS), str(KILL_ABOVE_SECONDS)],
            stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        runs = collections.defaultdict(list)
        for line in lines:
            name, wall, cpu, peak, status = line.split("\t")
            runs[name].append(Run(float(wall), float(cpu), int(peak), int(status)))
            self.log.write(f"{what}\t{line}\n")
        self.log.flush()
        results = {}
        for name, own in runs.items():
            if own[-1].status != 0:
                errors = pathlib.Path(f"{commands[name][2]}.errors").read_text().strip()
                reason = f"took more than {KILL_ABOVE_SECONDS} s" if own[-1].status == 137 else \
                    f"ended with status {own[-1].status}: {errors.splitlines()[-1] if errors else 'no message'}"
                self.faults.append(f"{what}: {name} {reason}")
                continue
            results[name] = Result(len(own), statistics.median(run.wall for run in own),
                                   statistics.median(run.cpu for run in own), max(run.peak for run in own))
        return results

    def check(self, what, name, found, expected):
        if found != expected:
            self.faults.append(f"{what}: {name} counted {found:.0f} where {expected:.0f} is right")

    def check_same(self, what, name, found, reference, expected):
        for key in sorted(found.keys() | expected.keys()):
            if found.get(key, 0) != expected.get(key, 0):
                self.faults.append(f"{what}: {name} counted {found.get(key, 0):.0f} of {' '.join(key)} where "
                                   f"{reference} counted {expected.get(key, 0):.0f}")
                return


def available_memory():
    with open("/proc/meminfo", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))


def compare(measurements, store, chosen, runs):
    """Results by program name for one store, and the reasons for programs that are left out."""
    commands, left_out = {}, {}
    for program in chosen:
        if program.memory * store.size > 0.8 * available_memory():
            left_out[program.name] = f"left out: needs about {size(program.memory * store.size)} of memory"
            continue
        output = measurements.build / "output" / re.sub(r"\W+", "_", program.name)
        output.parent.mkdir(exist_ok=True)
        own_runs = runs if program.swift or store.rows > 6 else max(5, runs // 25)
        commands[program.name] = (own_runs, program.command(store, output), output)
    results = measurements.measure(str(store), commands)
    reference = None
    for program in chosen:
        if program.name not in results:
            left_out.setdefault(program.name, "failed, see below")
            continue
        if program.counts is None:
            continue
        found = program.counts(commands[program.name][2])
        if isinstance(found, int):
            measurements.check(str(store), program.name, found, store.shape.start_tags(store.rows))
            continue
        measurements.check(str(store), program.name + " in all", sum(found.values()), store.rows)
        reference = reference or (program.name, found)
        measurements.check_same(str(store), program.name, found, *reference)
    return results, left_out


def time(seconds):
    for unit, text in ((1, "s"), (1e-3, "ms")):
        if seconds >= unit:
            return f"{seconds / unit:.2f} {text}"
    return f"{seconds * 1e6:.0f} µs"


def table(headings, rows, texts=2):
    """Markdown; columns after the first, or the first two, are numbers and aligned to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows)]

    def line(cells):
        return "| " + " | ".join(cell.ljust(width) if n < texts else cell.rjust(width)
                                 for n, (cell, width) in enumerate(zip(cells, widths))) + " |"

    rule = "|" + "|".join("-" * (width + 1) + ("-" if n < texts else ":") for n, width in enumerate(widths)) + "|"
    return "\n".join([line(headings), rule, *map(line, rows)])


def result_rows(store, results, left_out):
    own = results.get("promfile")
    rows = []
    for name, result in results.items():
        rate = f"{store.size / result.wall / 1e6:.0f} MB/s" if store.rows > 6 else ""
        rows.append([name, str(result.runs), time(result.wall), time(result.cpu), rate,
                     f"{result.peak / MIB:.1f} MiB", f"{result.wall / own.wall:.2f}" if own else ""])
    rows += [[name, "0", "", "", "", "", reason] for name, reason in left_out.items()]
    return [[str(store) if n == 0 else "", *row] for n, row in enumerate(rows)]


class Targets:
    def __init__(self):
        self.rows = []

    def at_most(self, what, figure, limit, unit=""):
        self.rows.append([what, "met" if figure <= limit else "missed",
                          f"at most {limit}{unit}", f"{figure:.3g}{unit}"])

    def at_least(self, what, figure, limit):
        self.rows.append([what, "met" if figure >= limit else "missed", f"at least {limit}", f"{figure:.3g}"])


class Ratios:
    """Processor time as a part of the expat scan's of the same run, with grep beside it."""

    HEADINGS = ["what", "processor time / expat's", "asked", "grep -c / expat's", "peak memory"]

    def __init__(self, targets):
        self.rows = []
        self.targets = targets

    def add(self, what, results, limit, own="promfile"):
        if not {own, EXPAT, GREP} <= results.keys():
            return
        ratio = {name: results[name].cpu / results[EXPAT].cpu for name in (own, GREP)}
        peak = results[own].peak / MIB
        self.rows.append([what, f"{ratio[own]:.3f}", f"{limit}", f"{ratio[GREP]:.3f}", f"{peak:.1f} MiB"])
        self.targets.at_most(f"processor time of the expat scan, {what}", ratio[own], limit)
        self.targets.at_most(f"peak memory, {what}", peak, PEAK, " MiB")


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{model}, {os.cpu_count()} processors, {memory / 2**30:.0f} GiB, Linux {os.uname().release}"


def check_rules(measurements, store, known, promfile, ratios, runs):
    """The cost of the rules files, in alternation with an expat scan and grep of the same store."""
    output = measurements.build / "output"
    commands = {name: (runs, [promfile, "--debug", "-c", HERE / name, store.path], output / name)
                for name in RULES}
    for name in (EXPAT, GREP):
        commands[name] = (runs, known[name].command(store, None), output / f"rules.{name.split()[-1]}")
    results = measurements.measure(f"rules, {store}", commands)
    if len(results) < len(commands):
        return
    rows = sum(float(line.split()[-1]) for line in (output / "five_rules.toml").read_text().splitlines()
               if line.startswith("bench_rows{"))
    measurements.check(str(store), "the rule bench_rows", rows, store.rows)
    for name, (what, limit) in RULES.items():
        ratios.add(f"{what}, {count(store.rows)} rows", results, limit, name)


def check_limits(measurements, promfile, targets):
    """Peak memory of stores that are as large, in one part or another, as is read."""
    for name, (what, _) in LIMITS.items():
        store = limit_store(measurements.build, name)
        output = measurements.build / "output" / f"limits-{name}"
        command = [promfile, "--debug", *LIMITS_OPTIONS, store]
        results = measurements.measure(what, {name: (1, command, output)})
        if name in results:
            targets.at_most(f"peak memory, {what}", results[name].peak / MIB, LIMITS_PEAK, " MiB")


def row_counts(text):
    return sorted({int(number) for number in text.split(",")})


def arguments():
    parser = argparse.ArgumentParser(prog="run.sh")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--promfile", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--targets", action="store_true")
    parser.add_argument("--rows", type=row_counts)
    options = parser.parse_args()
    options.promfile = (options.promfile or options.build / "promfile").resolve()
    options.rows = options.rows or ([6, 100_000] if options.quick else [6, 100_000, 1_000_000, 10_000_000])
    return options


def main():
    options = arguments()
    measurements, targets = Measurements(options.build), Targets()
    ratios = Ratios(targets)
    known = programs(options.build, options.promfile)
    readers = [program for name, program in known.items()
               if name in ("promfile", EXPAT, GREP) or not options.targets and
               name not in ("promfile, publishing", "a program that does nothing")]
    rows, flat = [], {}

    for number in options.rows:
        store = Store(options.build, "flat", number)
        runs = (100 if options.quick else 500) if number <= 100 else 9 if number <= 100_000 else 5
        results, left_out = compare(measurements, store, known.values() if number <= 100 else readers, runs)
        rows += result_rows(store, results, left_out)
        flat[number] = (store, results)

    largest, results = flat[options.rows[-1]]
    ratios.add(str(largest), results, largest.shape.target)
    if {"promfile", GREP} <= results.keys():
        targets.at_most(f"processor time of grep -c operation, {count(largest.rows)} rows",
                        results["promfile"].cpu / results[GREP].cpu, 1.2)

    most = 10_000 if options.quick else min(1_000_000, options.rows[-1])
    for shape, number in (("nested", most), ("text", most), ("long", max(6, most // 33))):
        store = Store(options.build, shape, number)
        results, left_out = compare(measurements, store, readers, 5)
        rows += result_rows(store, results, left_out)
        ratios.add(str(store), results, store.shape.target)

    for number in options.rows:
        if number * 10 in flat and number >= 100_000:
            pair = {str(n): (7, known["promfile"].command(flat[n][0], None), options.build / "output" / f"rows-{n}")
                    for n in (number, number * 10)}
            times = measurements.measure(f"{count(number)} and {count(number * 10)} rows in turn", pair)
            if len(times) == 2:
                small, large = times[str(number)], times[str(number * 10)]
                what = f"ten times the rows, {count(number)} to {count(number * 10)}"
                targets.at_most(what + ": times the time", large.wall / small.wall, 10.5)
                targets.at_most(what + ": times the processor time", large.cpu / small.cpu, 10.5)
    small, results = flat[options.rows[0]]
    if small.rows <= 100 and "promfile" in results:
        for name, target, limit in (("a program that does nothing", targets.at_most, 1.3),
                                    ("lxml + prometheus_client", targets.at_least, 40)):
            if name in results:
                ratio = results["promfile"].wall / results[name].wall
                target(f"{small.rows} rows, --debug: " +
                       ("times the time of " if limit == 1.3 else "times faster than ") + name,
                       ratio if limit == 1.3 else 1 / ratio, limit)
    for store in [store for store, _ in flat.values() if store.rows <= 1_000_000][-1:]:
        check_rules(measurements, store, known, options.promfile, ratios, 7)
    check_limits(measurements, options.promfile, targets)

    print(f"Measured on {machine()}; medians, programs run in turn.\n")
    print(table(["store", "program", "runs", "time", "processor time", "rate", "peak memory",
                 "time / promfile's"], rows))
    print("\nThe publish includes its two fsyncs; the peak memory of the pipeline is that of its largest process.")
    if not measurements.faults:
        print("All programs yield the same counts by type and operation, expat the number of start tags.")
    print()
    print(table(Ratios.HEADINGS, ratios.rows, texts=1))
    print()
    print(table(["target", "", "asked", "measured"], targets.rows))
    for fault in measurements.faults:
        print(f"run.sh: error: {fault}", file=sys.stderr)
    return 1 if measurements.faults else 0


sys.exit(main())
