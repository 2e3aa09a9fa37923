#!/usr/bin/python3
"""Runs under ever larger limits on the address space (ulimit -v): where the memory does not suffice, the
published file stays as it is, bit by bit, and the message says that memory is short and blames nothing
else; from some limit on the run succeeds.

    memory_limits.py PROMFILE [FAILING_MEMORY] [--quick] [-v]

PROMFILE is the static binary: the loader of another one needs memory before main. In full the limit grows
in steps of a page where a run begins to start, and of 1 % later; with --quick in 40 steps. In full, and if
the program of failing_memory.cpp is given, each single allocation fails too, alone and with all later ones
(program_test.py lets 150 of them fail)."""

import os
import resource
import sys
import tempfile

from harness import write
from traced_run import LEFTOVER, PUBLISHING, RULE, Scenario, enter_namespace, report

PAGE = 4096
LARGEST = 1 << 30
CAUSES = ("promfile: error: out of memory", "promfile: error: out of resources", "Cannot allocate memory",
          "lacks memory", "not enough memory")
# Rules that hold the whole document, the tree of a large row, every value.
HOLDING = {
    "document": RULE.replace('"@n"', '"/store/head/@n"'),
    "row": RULE.replace('"@n"', '"count(.//part)"'),
    "values": RULE.replace('aggregate = "sum"', 'type = "summary"\nquantiles = [0.5]'),
}


class Holding(Scenario):
    """A run whose rules need much memory, over a store that grows before it."""

    def __init__(self, name, program, directory):
        large = ("<store><head n='1'/>" + "<a n='1'/>" * 20000 + "<b n='2'>" + "<part/>" * 20000 + "</b></store>\n")
        super().__init__("rules", program, directory)
        write(directory, "app.toml",
              'store = ["store.xml"]\ntextfile-directory = "out"\n' + HOLDING[name])
        self.plain_run()
        self.old = self.read()
        write(directory, "store.xml", large)
        self.name = name


def run_within(scenario, limit):
    scenario.restore()
    os.unlink(os.path.join(scenario.out, LEFTOVER))
    # prlimit and not preexec_fn: Python itself would lack the memory.
    return scenario.run(["prlimit", f"--as={limit}", "--"])


def started(result):
    """Whether main was reached: below, the kernel ends the program while it loads it."""
    return result.returncode >= 0 and not (result.returncode in (126, 127) or result.stderr.startswith("prlimit"))


def fault_of(scenario, result):
    if result.returncode == 0:
        return ""
    if result.returncode != 1:
        return f"status {result.returncode}: {result.stderr}"
    lines = result.stderr.splitlines()
    if not lines or not any(cause in lines[0] for cause in CAUSES):
        return f"the cause is not memory: {result.stderr}"
    if scenario.read() != scenario.old:
        return "the file is not the old one"
    names = set(os.listdir(scenario.out)) - {"app.prom", "good.prom"}
    return f"left behind: {names}" if names else ""


def first_limit(scenario, holds):
    """The least limit, to a page, for which `holds` is true of the run."""
    low, high = PAGE, LARGEST
    while high - low > PAGE:
        middle = (low + high) // 2 // PAGE * PAGE
        if holds(run_within(scenario, middle)):
            high = middle
        else:
            low = middle
    return high


def limits(quick, begin, end):
    limit = begin
    while limit <= end:
        yield limit
        limit += max(PAGE, (end - begin) // 40 if quick else (limit - begin) // 100) // PAGE * PAGE


def examine(scenario, quick):
    begin = first_limit(scenario, started)
    end = first_limit(scenario, lambda result: result.returncode == 0)
    runs, wrong = 0, []
    for limit in limits(quick, begin, end + 64 * PAGE):
        result = run_within(scenario, limit)
        runs += 1
        if message := fault_of(scenario, result):
            wrong.append(f"{scenario.name}: {limit // 1024} KiB: {message}")
    if not begin < end:
        wrong.append(f"{scenario.name}: no limit made it fail")
    return runs, wrong, (begin, end)


def every_allocation(scenario, failing_memory):
    """Lets each allocation fail, once and for good; returns the number of runs and what was wrong."""
    scenario.program = failing_memory
    counted = scenario.run(["env", "COUNT_ALLOCATIONS=1"])
    count = int(counted.stderr.splitlines()[-1].split()[0])
    runs, wrong = 0, []
    for number in range(1, count + 1):
        for more in ([], ["FAILING_ON=1"]):
            scenario.restore()
            os.unlink(os.path.join(scenario.out, LEFTOVER))
            result = scenario.run(["env", f"FAILING_ALLOCATION={number}", *more])
            scenario.end_children()
            runs += 1
            if message := fault_of(scenario, result):
                wrong.append(f"{scenario.name}: allocation {number} of {count} {more}: {message}")
    return runs, wrong


def results(words, quick, root):
    program = words[0]
    for name in [*(name for name in PUBLISHING if name != "command"), *HOLDING]:
        directory = os.path.join(root, name)
        os.makedirs(directory)
        scenario = (Holding if name in HOLDING else Scenario)(name, program, directory)
        runs, wrong, (begin, end) = examine(scenario, quick)
        if len(words) > 1 and not quick and name not in HOLDING:
            more_runs, more_wrong = every_allocation(scenario, words[1])
            runs, wrong = runs + more_runs, wrong + more_wrong
        yield f"{name}, between {begin // 1024} and {end // 1024} KiB", runs, wrong


def main():
    words = [os.path.abspath(word) for word in sys.argv[1:] if not word.startswith("-")]
    quick = "--quick" in sys.argv
    enter_namespace()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="promfile-memory-") as root:
        os.chmod(root, 0o755)
        report(results(words, quick, root))


if __name__ == "__main__":
    main()
