#!/usr/bin/python3
"""Signals at every system call of a run: the published file is the old one or the new one, whole, the
next run removes what is left, and no process of a command outlives the run.

    signal_sweep.py PROMFILE [--quick] [-v]

--quick sends one signal at each call of a run with a store and of one with a command, each signal in
turn."""

import os
import signal
import subprocess
import sys

from traced_run import PUBLISHING, data_lines, enter_namespace, report_sweeps, value_of

SIGNALS = ["KILL", "TERM", "INT", "HUP", "XFSZ", "XCPU", "PIPE"]
IGNORED = {"XFSZ", "PIPE"}  # they announce a write that fails, and its error is what counts


def swept(quick, calls):
    for place, (call, number) in enumerate(calls):
        for of_signal, name in enumerate(SIGNALS):
            if not quick or of_signal == place % len(SIGNALS):
                yield call, number, name


def fault_after(scenario, result, call, name):
    """What is wrong after a run that got the signal, or an empty text."""
    ended_by = abs(result.returncode) & 127 if result.returncode < 0 or result.returncode > 128 else 0
    if ended_by not in (0, getattr(signal, "SIG" + name)):
        return f"status {result.returncode}"
    # A child may meet the signal instead: its death is a failure of the data, or of no consequence.
    if scenario.name == "store" and name in IGNORED and result.returncode != 0 and call != "rt_sigaction":
        return f"ended by a signal that is ignored: {result.returncode}"
    content = scenario.read()
    # The reader of the sensors may have met the signal: then its readings are missing, with a warning.
    lost_sensors = value_of(content, "promfile_warnings") > 0
    states = [[line for line in data_lines(state) if not (lost_sensors and line.startswith(b"sensor_"))]
              for state in (content, scenario.old, scenario.new)]
    if states[0] not in states[1:]:
        return f"neither old nor new: {states[0]}"
    if not scenario.read().endswith(b"\n"):
        return "torn"
    names = {entry for entry in os.listdir(scenario.out) if entry.endswith(".prom")}
    if names != {"good.prom", "app.prom"}:
        return f"stray files: {names}"
    left = scenario.end_children()
    if left:
        for process in left:
            os.kill(process, signal.SIGKILL)
        return "a process of the command still runs"
    return ""


def fault_of_next_run(scenario):
    """The next run publishes and removes the leftovers."""
    result = scenario.run([])
    scenario.end_children()
    if result.returncode != 0 or result.stderr:
        return f"the next run fails: {result.stderr}"
    if data_lines(scenario.read()) != data_lines(scenario.new):
        return "the next run publishes something else"
    left = set(os.listdir(scenario.out)) - {"good.prom", "app.prom"}
    return f"the next run leaves {left}" if left else ""


def sweep(scenario, quick):
    runs, ended, wrong = 0, 0, []
    for call, number, name in swept(quick, scenario.calls()):
        scenario.restore()
        inject = f"{call}:signal={name}:when={number}"
        try:
            result = scenario.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
                                   "inject=" + inject])
        except subprocess.TimeoutExpired:
            wrong.append(f"{scenario.name}: {inject}: does not end")
            continue
        runs += 1
        ended += result.returncode < 0 or result.returncode > 128
        message = fault_after(scenario, result, call, name) or fault_of_next_run(scenario)
        if message:
            wrong.append(f"{scenario.name}: {inject}: {message}; {result.stderr.strip()}")
    if ended < runs / 5:  # the rest met the signal in a child, or ignores it
        wrong.append(f"{scenario.name}: only {ended} of {runs} runs were ended by their signal")
    return runs, wrong


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    program, quick = os.path.abspath(words[0]), "--quick" in sys.argv
    enter_namespace()
    # A shell starts its background jobs with some signals ignored, and they hand that on.
    for name in {*SIGNALS} - {"KILL"}:
        signal.signal(getattr(signal, "SIG" + name), signal.SIG_DFL)
    names = words[1:] or (["store", "command"] if quick else PUBLISHING)
    report_sweeps(names, program, lambda scenario: sweep(scenario, quick))


if __name__ == "__main__":
    main()
