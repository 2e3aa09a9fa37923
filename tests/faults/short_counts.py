#!/usr/bin/python3
"""Reads and writes that transfer less than was asked for, each of them alone and all from each on: the
run publishes or prints the same as otherwise.

    short_counts.py PROMFILE SHORT_COUNTS [-v]

SHORT_COUNTS is the program of short_counts.cpp."""

import os
import sys

from traced_run import LOOKING, PUBLISHING, data_lines, enter_namespace, report_sweeps, without_times

NEVER = "1000000"


def fault_of(scenario, before, first, more):
    """What is wrong with a run whose reads and writes are short from the first one on."""
    result = scenario.run([*before, str(first), *more, "--"])
    scenario.end_children()
    if result.returncode != 0:
        return f"status {result.returncode}: {result.stderr}"
    if without_times(result.stderr)[:-1] != without_times(scenario.stderr):  # the last is the number of calls
        return f"complains: {result.stderr}"
    if scenario.publishes and data_lines(scenario.read()) != data_lines(scenario.new):
        return f"published {scenario.read()!r}"
    if not scenario.publishes and result.stdout != scenario.stdout:
        return f"printed {result.stdout!r}"
    return ""


def sweep(scenario, tracer):
    scenario.restore()
    counted = scenario.run([tracer, NEVER, "--"])
    scenario.end_children()
    if counted.returncode == 77:
        print("skipped: short counts are not known for this processor")
        sys.exit(77)
    count = int(counted.stderr.splitlines()[-1])
    runs = [(first, more) for first in range(1, count + 1) for more in ([], ["1"])]
    wrong = []
    for first, more in runs:
        scenario.restore()
        if fault := fault_of(scenario, [tracer], first, more):
            wrong.append(f"{scenario.name}: call {first} of {count}, {'once' if more else 'for good'}: {fault}")
    return len(runs), wrong


def main():
    program, tracer = (os.path.abspath(word) for word in sys.argv[1:3])
    enter_namespace()
    report_sweeps([*PUBLISHING, *LOOKING], program, lambda scenario: sweep(scenario, tracer))


if __name__ == "__main__":
    main()
