#!/usr/bin/python3
"""Hostile configurations, neighbours, standing files, sysfs trees, lm-sensors configurations, directories,
file names and clocks: twice the input costs at most 2.5 times the processor time, a limit that is hit is
named, and nothing crashes. Hostile stores, of nearly the size of the largest row and of four times that,
take the memory of three such rows at most; --suggest may take 128 MiB more, and nine rows for a start tag of
attributes.

    hostile_inputs.py PROMFILE [TIMED_RUNS [DUMP_SENSORS]] [--quick] [-v]

A quarter of a size is compared with twice the size, which are three doublings; --quick takes a fifth of
the sizes. TIMED_RUNS is the program of timed_runs.cpp, for the clocks, DUMP_SENSORS that of
tests/sensors/dump_sensors.cpp, for lm-sensors' configurations."""

import collections
import itertools
import os
import resource
import shutil
import subprocess
import sys
import tempfile

from harness import write
from hostile_cases import CASES, FAMILY, LM_SENSORS, RULE, STORE, STORES, repeated

MAX_RATIO = 2.5 ** 3
SLACK = 0.03  # seconds
MIB = 1 << 20
# Peak memory in multiples of the largest row: of a run, and of --suggest, which looks at all attributes.
MAX_PEAK = 3
MAX_SUGGESTION_PEAK = collections.defaultdict(lambda: 3, {"attributes": 9, "attributes of an ancestor": 9})
# What each row needs of the rows: nothing else, a child, the attributes of an ancestor.
ROW_OPTIONS = [[], ["-r", "//r", "-l", "c=c"], ["-r", "//r", "-l", "a=../@a"]]
# MiB that --suggest takes beside its rows: statistics and samples of 24 each, 10,000 fields of several KiB.
PROFILE = 128


class Hostile:
    """The cases, their count, and what was wrong."""

    def __init__(self, program, root):
        self.program, self.root = program, root
        self.passed, self.wrong = 0, []

    def note(self, name, fault):
        self.passed += not fault
        if fault:
            self.wrong.append(f"{name}: {fault}")

    def run(self, arguments, program=None, **more):
        return subprocess.run([program or self.program, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=300, check=False, **more)

    def seconds(self, make, n, program):
        """Processor time of a run over an input of size n, and its result."""
        directory = os.path.join(self.root, "case")
        write(directory, "s.xml", STORE)
        os.makedirs(os.path.join(directory, "out"), exist_ok=True)
        try:
            arguments = make(directory, n)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            result = self.run(arguments, program)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        finally:
            shutil.rmtree(directory)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, result

    def cost(self, name, size, make, program=None):
        small = large = 1e9
        for _ in range(3):
            small = min(small, self.seconds(make, max(1, size // 4), program)[0])
            seconds, result = self.seconds(make, 2 * size, program)
            large = min(large, seconds)
            if large < MAX_RATIO * small + SLACK:
                break
        fault = "" if large < MAX_RATIO * small + SLACK else f"{small:.3f} s, eight times the size {large:.3f} s"
        errors = result.stderr.decode("utf-8", "replace")
        if result.returncode not in (0, 1, 2):
            fault = f"status {result.returncode}: {errors[-300:]}"
        elif result.returncode != 0 and "error: " not in errors:
            fault = f"status {result.returncode} without a word"
        self.note(name, fault)
        if "-v" in sys.argv:
            print(f"{name}: {small:.3f} s, {large:.3f} s, status {result.returncode} {errors[:100].strip()!r}")


def peak_of(arguments, path):
    """The status, the messages and the largest memory, in MiB, of a run. A small process starts it: a child
    begins with the memory of the process that made it."""
    program = ("import os, sys\n"
               "pid = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])\n"
               "_, status, usage = os.wait4(pid, 0)\n"
               "print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)\n")
    result = subprocess.run([sys.executable, "-S", "-c", program, *arguments, path], capture_output=True, text=True,
                            errors="replace", check=False, timeout=300)
    *messages, last = result.stderr.splitlines()
    status, peak = last.split()
    return int(status), messages, int(peak) / 1024


def memory(hostile, directory, max_row):
    """Peak memory of hostile stores that are larger than the largest row, `max_row` MiB."""
    base = min(peak_of([hostile.program, "--debug", "-q"], write(directory, "s.xml", STORE))[2] for _ in range(3))
    for name, share, options in itertools.product(STORES, (0.9, 4), ROW_OPTIONS):
        if options == ROW_OPTIONS[0]:
            path = write(directory, "large.xml", STORES[name](int(share * max_row * MIB)))
        status, messages, peak = peak_of([hostile.program, "--debug", "-q", "--max-row-size", str(max_row * MIB),
                                          "--max-series", "10", *options], path)
        fault = "" if peak < base + MAX_PEAK * max_row else f"{peak:.1f} MiB; a row may have {max_row}, a small run {base:.1f}"
        if status not in (0, 1) or bool(status) != any("error: " in message for message in messages):
            fault = f"status {status}: {messages}"
        hostile.note(f"memory of {name}, {share} rows, {options}", fault)
        if "-v" in sys.argv:
            print(f"memory of {name}, {share} rows, {options}: {peak:.1f} MiB, status {status}")


def memory_of_suggestions(hostile, directory, max_row):
    """Peak memory of --suggest, of the same stores. It may give up a store that takes too long."""
    seconds = "5" if max_row == 1 else "90"
    for name, share in itertools.product(STORES, (0.9, 4)):
        path = write(directory, "large.xml", STORES[name](int(share * max_row * MIB)))
        status, messages, peak = peak_of([hostile.program, "--suggest", "--max-row-size", str(max_row * MIB),
                                          "--run-timeout", seconds], path)
        fault = "" if peak < MAX_SUGGESTION_PEAK[name] * max_row + PROFILE else f"{peak:.1f} MiB; a row may have {max_row}"
        if status not in (0, 1) or bool(status) != any("error: " in message for message in messages):
            fault = f"status {status}: {messages}"
        hostile.note(f"memory of a suggestion for {name}, {share} rows", fault)
        if "-v" in sys.argv:
            print(f"memory of a suggestion for {name}, {share} rows: {peak:.1f} MiB, status {status}")


def file_names(hostile, directory):
    """Every byte in the name of a store and in NAME: published, or refused as a wrong command line."""
    for byte in range(1, 256):
        if byte == ord("/"):
            continue
        out = os.path.join(directory, f"out{byte}")
        os.mkdir(out)
        name = b"a" + bytes([byte]) + b"b"
        store = os.path.join(os.fsencode(directory), name + b".xml")
        with open(store, "w", encoding="ascii") as file:
            file.write(STORE)
        for of_store in (b"app", name):
            result = hostile.run(["-o", out, "-n", of_store, "--", store])
            names = os.listdir(os.fsencode(out))
            good = result.returncode == 0 and of_store + b".prom" in names
            refused = result.returncode in (1, 2) and b"promfile: error: " in result.stderr
            fault = "" if good or refused else f"status {result.returncode}, {names}: {result.stderr!r}"
            for published in names:
                with open(os.path.join(os.fsencode(out), published), "rb") as file:
                    content = file.read()
                content.decode("utf-8")  # throws
                if not content.endswith(b"\n") or b"\r\n" in content:
                    fault = f"published {content!r}"
            hostile.note(f"byte {byte:#x} in the name of {'the store' if of_store == b'app' else 'the file'}", fault)
        os.unlink(store)


def other_names(hostile, directory):
    """Every byte in the name of a configuration, of a textfile directory and of a neighbour: published, with
    words that are UTF-8, or refused."""
    for byte in range(1, 256):
        if byte == ord("/"):
            continue
        name = b"a" + bytes([byte]) + b"b"
        top = os.path.join(os.fsencode(directory), b"%d" % byte)
        out = os.path.join(top, name)
        os.makedirs(out)
        for path, text in ((name + b".xml", STORE), (name + b".toml", 'store = ["s.xml"]\nname = "app"\n'
                           'textfile-directory = "out"\n'), (b"s.xml", STORE)):
            with open(os.path.join(top, path), "w", encoding="ascii") as file:
                file.write(text)
        os.mkdir(os.path.join(top, b"out"))
        with open(os.path.join(top, b"out", name + b".prom"), "w", encoding="ascii") as file:
            file.write(FAMILY.format(0))
        runs = {"configuration": ["-c", name + b".toml"], "directory": ["-o", out, "-n", "app", "s.xml"]}
        for what, arguments in runs.items():
            result = hostile.run(arguments, cwd=top)
            where = os.path.join(top, b"out") if what == "configuration" else out
            good = result.returncode == 0 and os.path.exists(os.path.join(where, b"app.prom"))
            refused = result.returncode in (1, 2) and b"promfile: error: " in result.stderr
            fault = "" if good or refused else f"status {result.returncode}: {result.stderr!r}"
            try:
                result.stderr.decode("utf-8")
            except UnicodeDecodeError:
                fault = f"says {result.stderr!r}"
            hostile.note(f"byte {byte:#x} in the name of the {what}", fault)


def owners(hostile, directory):
    """Somebody else's directory, and a neighbour that may not be read."""
    store, out = write(directory, "s.xml", STORE), os.path.join(directory, "out")
    write(directory, "out/secret.prom", FAMILY.format(0))
    os.chmod(os.path.join(out, "secret.prom"), 0o600)
    os.chmod(directory, 0o755)
    program = shutil.copy(hostile.program, directory)
    for mode, status, words in ((0o755, 1, b"Permission denied"), (0o777, 0, b"secret.prom: Permission denied")):
        os.chmod(out, mode)
        result = hostile.run(["--reuid=65534", "--regid=65534", "--clear-groups", program, "-v", "-o", out, "-n", "app",
                              store], "setpriv")
        fault = "" if result.returncode == status and words in result.stderr else repr(result)
        hostile.note(f"a user's run in a directory of root, mode {mode:o}", fault)


def directories(hostile, directory):
    """Textfile directories of others, with links in a circle, and with more labels than may be."""
    store, out = write(directory, "s.xml", STORE), os.path.join(directory, "out")
    arguments = ["-o", out, "-n", "app", store]
    os.mkdir(out)
    for name, target in (("loop.prom", "loop.prom"), ("away.prom", "/nowhere"), ("self.prom", ".")):
        os.symlink(target, os.path.join(out, name))
    result = hostile.run(["-v", *arguments])
    hostile.note("links", "" if result.returncode == 0 and result.stderr.count(b"warning: ") == 3 else repr(result))
    if os.geteuid() == 0:
        owners(hostile, tempfile.mkdtemp(dir=os.path.dirname(directory)))
        os.chmod(directory, 0o755)
        os.chmod(out, 0o1777)
        os.chown(os.path.join(out, "app.prom"), 1, 1)
        program = shutil.copy(hostile.program, directory)
        before = os.stat(os.path.join(out, "app.prom")).st_ino
        result = hostile.run(["--reuid=65534", "--regid=65534", "--clear-groups", program, *arguments], "setpriv")
        fault = "" if result.returncode == 1 and b"Operation not permitted" in result.stderr and (
            os.stat(os.path.join(out, "app.prom")).st_ino == before) else repr(result)
        hostile.note("somebody else's file below the sticky bit", fault)
        left = [name for name in os.listdir(out) if name.endswith(".tmp")]
        hostile.note("what a refused rename leaves", f"left behind: {left}" if left else "")
    many = write(directory, "many.xml", "<s>" + repeated('<r v="1" a="{}"/>', 20000) + "</s>")
    result = hostile.run(["-o", out, "-n", "many", "-l", "a", many])
    fault = "" if result.returncode == 1 and b"--max-series" in result.stderr else repr(result)
    hostile.note("more series than may be", fault)


def clocks(hostile, directory, timed_runs):
    """Runs at the ends of clocks, forwards and backwards."""
    out = os.path.join(directory, "out")
    os.mkdir(out)
    config = write(directory, "app.toml", f'store = ["{write(directory, "s.xml", STORE)}"]\n'
                   f'textfile-directory = "{out}"\nname = "app"\n' + RULE.format(0))
    times = [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 253402300800, 1e15, 1700000000, 1, -1]
    lines = "".join(f"{time}\t-c\t{config}\n" for time in times)
    result = subprocess.run([timed_runs], input=lines, capture_output=True, text=True, check=False)
    hostile.note("clocks", "" if result.stdout.split() == ["0"] * len(times) else repr(result))
    with open(os.path.join(out, "app.prom"), encoding="utf-8") as file:
        last = [line for line in file if line.startswith("promfile_last_")]
    hostile.note("a clock before 1970", "" if [line.split()[-1] for line in last] == ["-1", "-1"] else repr(last))


def main():
    words = [os.path.abspath(word) for word in sys.argv[1:] if not word.startswith("-")]
    divisor = 5 if "--quick" in sys.argv else 1
    with tempfile.TemporaryDirectory(prefix="promfile-hostile-") as root:
        os.chmod(root, 0o755)
        hostile = Hostile(words[0], root)
        for name, (size, make) in CASES.items():
            hostile.cost(name, size // divisor, make)
        for name, (size, make) in LM_SENSORS.items() if len(words) > 2 else ():
            hostile.cost(name, size // divisor, make, words[2])
        for case in (file_names, other_names, directories):
            case(hostile, tempfile.mkdtemp(dir=root))
        for case in (memory, memory_of_suggestions):
            case(hostile, tempfile.mkdtemp(dir=root), 1 if "--quick" in sys.argv else 16)
        if len(words) > 1:
            clocks(hostile, tempfile.mkdtemp(dir=root), words[1])
    print("".join(f"FAILED {line}\n" for line in hostile.wrong), end="")
    print(f"{hostile.passed} passed, {len(hostile.wrong)} failed")
    sys.exit(bool(hostile.wrong))


if __name__ == "__main__":
    main()
