#!/usr/bin/python3
"""Runs CTest and reports it by test cases: one line a part, and the log of a part that fails.

    tests/report.py BUILD-DIRECTORY [PART...]

A PART is the name or the label of a test that CTest knows; without one all are run. A part that
ends in "N passed, M failed" counts as that many cases, every other one as one."""
import os
import re
import subprocess
import sys

LOG_LINES = 100  # of a part that fails
COUNTS = (  # the last line of a script, followed by "K skipped" where there are any, and doctest's
    re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$"),
    re.compile(r"\[doctest\] test cases: *\d+ *\| *(\d+) passed *\| *(\d+) failed"),
)
END = re.compile(r" *\d+/\d+ Test +#(\d+): (\S+) \.* *(.*?) +([\d.]+) sec")


def selected(build, parts):
    """The arguments with which ctest runs only these parts and the parts that they depend on."""
    names = []
    for part in parts:
        found = []
        for by in ("-R", "-L"):
            listing = subprocess.run(["ctest", "--test-dir", build, "-N", "-FA", ".", by, f"^{re.escape(part)}$"],
                                     capture_output=True, text=True, check=True).stdout
            found += re.findall(r"Test +#\d+: (\S+)", listing)
        if not found:
            sys.exit(f"there is no part {part!r}; ctest --test-dir {build} -N lists them")
        names += found
    return ["-R", f"^({'|'.join(names)})$"] if names else []


def counts(log, outcome):
    """The numbers of cases of a part that passed, failed and were skipped."""
    if outcome == "***Skipped":
        return 0, 0, 1
    good = outcome == "Passed"
    found = [match for line in log for pattern in COUNTS if (match := pattern.match(line))]
    if not found:
        return int(good), int(not good), 0
    passed, failed, *skipped = (int(number or 0) for number in found[-1].groups())
    return passed, failed or int(not good), sum(skipped)


def show(name, log, outcome, seconds):
    passed, failed, skipped = counts(log, outcome)
    more = f", {skipped} skipped" if skipped else ""
    print(f"{name:<26} {passed:5} passed, {failed} failed{more}  ({float(seconds):.0f} s)")
    reasons = [line for line in log if line.startswith("skipped")]
    print("".join(f"    {line}\n" for line in reasons), end="")
    if failed:
        print(f"{name}: {outcome.strip('*')}")
        print("\n".join(log[-LOG_LINES:]))
    sys.stdout.flush()
    return passed, failed, skipped


def main():
    build, *parts = sys.argv[1:]
    jobs = str(len(os.sched_getaffinity(0)))
    ctest = subprocess.Popen(["ctest", "--test-dir", build, "-V", "--parallel", jobs, *selected(build, parts)],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, errors="replace")
    logs, total = {}, [0, 0, 0]
    for line in map(str.rstrip, ctest.stdout):
        if match := re.match(r"(\d+): ?(.*)", line):
            logs.setdefault(match[1], []).append(match[2])
        elif match := END.match(line):
            shown = show(match[2], logs.pop(match[1], []), match[3], match[4])
            total = [sum(pair) for pair in zip(total, shown)]
    ctest.wait()
    passed, failed, skipped = total
    if not any(total) or (ctest.returncode and not failed):
        failed += 1
        print(f"ctest ended with status {ctest.returncode}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)


main()
