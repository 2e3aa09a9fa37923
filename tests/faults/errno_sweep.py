#!/usr/bin/python3
"""Every system call of a run fails, one after the other, with every error: the published file is the
old one or the new one, whole, and the message says why.

    errno_sweep.py PROMFILE [--quick] [-v]

--quick lets each call fail with one error once and with another one for good."""

import errno
import os
import subprocess
import sys

from traced_run import (LEFTOVER, LOOKING, PUBLISHING, data_lines, enter_namespace, report_sweeps, value_of,
                        without_times)

ERRORS = ["EACCES", "ENOSPC", "EIO", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "ENOMEM", "EINTR", "EXDEV",
          "EAGAIN"]
# Nothing about the standing file is known to be wrong when a call fails: no advice may cost it.
HARMFUL = ("remove", "delete", "rm ", "chmod 777")
OF_MEMORY = ("out of memory", "out of resources", "Cannot allocate memory")
MEMORY_CALLS = {"brk", "mmap", "mremap", "munmap", "mprotect", "madvise"}
# promfile repeats an interrupted call, and waits for the holder of a lock: a kernel that says so for
# ever is no fault, and would only cost the time limit.
ENDLESS = {("EINTR", None), ("EAGAIN", "flock")}


def swept(quick, calls):
    """The faults to inject: call, its number, error, and whether all later calls fail, too."""
    for place, (call, number) in enumerate(calls):
        for of_error, error in enumerate(ERRORS):
            for for_good in (False, True):
                if for_good and {(error, None), (error, call)} & ENDLESS:
                    continue
                turn = (place + (5 if for_good else 0)) % len(ERRORS)
                if not quick or of_error == turn:
                    yield call, number, error, for_good


def fault_of_messages(result, scenario, call, error, for_good):
    """What is wrong with the messages of a run that failed, or an empty text."""
    if call == "write" and (for_good or not result.stderr):
        return ""  # the message itself could not be written
    if error == "EAGAIN" and for_good and "--run-timeout" in result.stderr:
        return ""  # it was tried again until then
    usual = scenario.stderr.splitlines()
    lines = [line for line in result.stderr.splitlines() if line not in usual]
    if not any(line.startswith("promfile: error: ") for line in lines):
        return "no error is reported"
    for line in lines:
        if any(word in line for word in HARMFUL):
            return "harmful advice"
    if any(word in result.stderr for word in OF_MEMORY):
        return "" if error in ("ENOMEM", "EAGAIN") or call in MEMORY_CALLS else "memory is blamed"
    cause = os.strerror(getattr(errno, error))
    # A command whose own calls fail tells so itself, by its status or in its own words.
    if cause not in result.stderr and "command" not in result.stderr:
        return f"{cause!r} is not named"
    named = (scenario.directory, "standard ", "command", "the sensors")
    return "" if any(word in result.stderr for word in named) else "no path is named"


def fault_of_publishing(scenario, result, call):
    """What is wrong after a run that publishes, apart from its messages."""
    content = scenario.read()
    names = set(os.listdir(scenario.out)) - {"good.prom", "app.prom"}
    if call != "unlinkat":
        names -= {LEFTOVER} if result.returncode or result.stderr or scenario.name == "command" else set()
        if names and not (names == {LEFTOVER} and call in ("flock", "openat", "newfstatat")):
            return f"left behind: {names}"
    if result.returncode == 0:
        missing = set(data_lines(scenario.new)) - set(data_lines(content))
        accounted = value_of(content, "promfile_sensor_read_errors") + value_of(content, "promfile_warnings")
        if missing and not (accounted and all(line.startswith(b"sensor_") for line in missing)):
            return f"published without {missing}"
        # A sensor whose label cannot be read has the name of its feature.
        more = {line for line in set(data_lines(content)) - set(data_lines(scenario.new))
                if not (accounted and line.startswith(b"sensor_"))}
        if more:
            return "published what is not in the store"
    elif content != scenario.old:
        if data_lines(content) != data_lines(scenario.old):
            return f"neither old nor new: {content!r}"
        success = "promfile_last_success_timestamp_seconds"
        if value_of(content, success) != value_of(scenario.old, success):
            return "republished as if the run had succeeded"
    return ""


def judge(scenario, before, result, call, error, for_good):
    if result.returncode not in ((0, 1, 2) if scenario.name != "store" else (0, 1)):
        return f"status {result.returncode}"
    if scenario.publishes:
        wrong = fault_of_publishing(scenario, result, call)
    else:
        wrong = "the directory was touched" if scenario.state() != before else ""
        if not wrong and result.returncode == 0 and result.stdout != scenario.stdout and (
                without_times(result.stderr) == without_times(scenario.stderr)):
            wrong = "stdout is not whole, and nothing is said"
    if not wrong and result.returncode != 0:
        wrong = fault_of_messages(result, scenario, call, error, for_good)
    if not wrong and scenario.end_children():
        wrong = "a process of the command still runs"
    return wrong


def sweep(scenario, quick):
    """Returns the number of runs and what was wrong in them."""
    runs, wrong = 0, []
    for call, number, error, for_good in swept(quick, scenario.calls()):
        scenario.restore()
        before = scenario.state()
        inject = f"{call}:error={error}:when={number}{'+' if for_good else ''}"
        try:
            result = scenario.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
                                   "inject=" + inject])
        except subprocess.TimeoutExpired:
            wrong.append(f"{scenario.name}: {inject}: does not end")
            continue
        runs += 1
        if message := judge(scenario, before, result, call, error, for_good):
            wrong.append(f"{scenario.name}: {inject}: {message}; status {result.returncode}: "
                         f"{result.stderr.strip()}")
    return runs, wrong


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    program, names = os.path.abspath(words[0]), words[1:] or [*PUBLISHING, *LOOKING]
    quick = "--quick" in sys.argv
    enter_namespace()
    report_sweeps(names, program, lambda scenario: sweep(scenario, quick))


if __name__ == "__main__":
    main()
