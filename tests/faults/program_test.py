#!/usr/bin/python3
"""The whole program under faults of its surroundings: streams, limits, memory, file systems.

program_test.py PROMFILE [FAILING_MEMORY], the second from failing_memory.cpp."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time

from harness import (PUBLISHER, TIME_LIMIT, Skipped, equal, need_strace, read, run, temporary_files,
                     write)

PROMFILE = PUBLISHER
STORE = '<store>\n<a operation="create" n="1"/>\n<b n="2"/>\n</store>\n'
CONFIG = """store = ["store.xml"]
[[metric]]
name = "fault_value"
help = "A value."
rows = "/store/*"
where = "@n > 0"
value = "@n"
aggregate = "sum"
labels = { type = "name()" }
"""
STRACE = ["strace", "-f", "-qq", "-o", "/dev/null"]


def promfile(*arguments, before=(), program=None, **more):
    """Runs the program; its result has returncode, stdout and stderr."""
    more.setdefault("stderr", subprocess.PIPE)
    return subprocess.run([*before, program or PROMFILE, *arguments], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=TIME_LIMIT,
                          **more)


def prepared(directory):
    """Makes a store, and an output directory with an app.prom; returns the arguments to publish it."""
    store = write(directory, "store.xml", STORE)
    out = os.path.join(directory, "out")
    os.mkdir(out)
    arguments = ["-o", out, "-n", "app", store]
    equal(promfile(*arguments).returncode, 0)
    return out, arguments


def test_stderr_that_cannot_be_written(directory):
    out, arguments = prepared(directory)
    missing = ["-o", out, "-n", "app", os.path.join(directory, "missing.xml")]
    with open("/dev/full", "w", encoding="ascii") as full:
        for status, each in ((0, arguments), (0, ["-v", *arguments]), (1, missing),
                             (2, ["--nonsense"]), (0, ["--debug", *arguments]),
                             (0, ["--check", *arguments])):
            before = os.stat(os.path.join(out, "app.prom")).st_ino
            equal(promfile(*each, stderr=full).returncode, status)
            published = os.stat(os.path.join(out, "app.prom")).st_ino != before
            equal(published, status == 0 and each[0] not in ("--debug", "--check"))
            equal(temporary_files(out), [])


def test_stderr_that_nobody_reads(directory):
    out, arguments = prepared(directory)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        equal(promfile("-v", *arguments, stderr=writing).returncode, 0)
        equal(promfile("--nonsense", stderr=writing).returncode, 2)
    finally:
        os.close(writing)
    equal(os.listdir(out), ["app.prom"])


def test_file_size_limit(directory):
    out, arguments = prepared(directory)
    old = read(out, "app")

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    # Python ignores SIGXFSZ, but restores it in its children, so that they start as from a shell.
    result = promfile(*arguments, preexec_fn=limited)
    equal(result.returncode, 1)
    for word in (out, "File too large", "ulimit -f"):
        assert word in result.stderr, result.stderr
    equal(os.listdir(out), ["app.prom"])
    equal(read(out, "app"), old)


def test_output_directory_that_cannot_be_looked_at_once(directory):
    need_strace()
    out, arguments = prepared(directory)
    for error in ("EIO", "EACCES", "ENOMEM"):
        for when in (1, 2):
            fault = f"inject=newfstatat,stat:error={error}:when={when}"
            result = promfile(*arguments, before=[*STRACE, "-P", out, "-e", fault])
            # A later access may meet the fault: then the message names it as the cause.
            assert result.returncode == 0 or "cannot" in result.stderr, result.stderr
            assert "is a file" not in result.stderr, result.stderr


def test_stores_without_end(directory):
    fifo = os.path.join(directory, "fifo")
    os.mkfifo(fifo)
    with open(fifo, "r+b", buffering=0) as writer:
        writer.write(b"<store>")
        for arguments, word in ((["--store-timeout", "0.3"], "nothing came for 0.3 s"),
                                (["--run-timeout", "0.3"], "the 0.3 s for all stores")):
            begun = time.monotonic()
            result = promfile("--debug", *arguments, fifo)
            equal(result.returncode, 1)
            assert f"cannot read {fifo}: {word}" in result.stderr, result.stderr
            assert 0.3 <= time.monotonic() - begun < 10
    for device in ("/dev/zero", "/dev/tty"):
        result = promfile("--debug", device)
        equal(result.returncode, 1)
        assert f"cannot read {device}: it is a device" in result.stderr, result.stderr
    with subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE) as silent:
        try:
            result = subprocess.run([PROMFILE, "--debug", "--store-timeout", "0.3", "-"], text=True,
                                    stdin=silent.stdout, capture_output=True, timeout=TIME_LIMIT)
            equal(result.returncode, 1)
            assert "cannot read standard input: nothing came" in result.stderr, result.stderr
        finally:
            silent.kill()


def test_a_store_that_grows_for_ever(directory):
    store = write(directory, "store.xml", "<store>" + "<a/>" * 200000)
    done = threading.Event()

    def write_on():
        with open(store, "a", encoding="ascii", buffering=1) as file:
            while not done.wait(0.001):
                file.write("<a/>\n" * 100)
    thread = threading.Thread(target=write_on)
    thread.start()
    try:
        result = promfile("--debug", store)
    finally:
        done.set()
        thread.join()
    equal(result.returncode, 1)
    assert "changed each of the 4 times it was read" in result.stderr, result.stderr


def test_a_store_that_is_replaced_all_the_time(directory):
    text = "<store>" + "<a/>" * 200000 + "</store>"
    store = write(directory, "store.xml", text)
    done = threading.Event()

    def replace_on():
        while not done.wait(0.003):
            os.rename(write(directory, "new.xml", text), store)
    thread = threading.Thread(target=replace_on)
    thread.start()
    try:
        for _ in range(5):
            result = promfile("--debug", "-q", store)
            equal((result.returncode, result.stderr), (0, ""))
    finally:
        done.set()
        thread.join()


def failing_at(number, arguments, going_on):
    environment = {**os.environ, "FAILING_ALLOCATION": str(number)}
    if going_on:
        environment["FAILING_ON"] = "1"
    return promfile(*arguments, program=sys.argv[2], env=environment)


def allocations(arguments):
    result = promfile(*arguments, program=sys.argv[2],
                      env={**os.environ, "COUNT_ALLOCATIONS": "1"})
    equal(result.returncode, 0)
    return int(result.stderr.splitlines()[-1].split()[0])


def series(out):
    """The content of app.prom without the values."""
    return [line.rsplit(b" ", 1)[0] for line in read(out, "app").splitlines()]


def every_allocation(out, arguments, points):
    """Lets one allocation after the other fail, alone and with all later ones, at as many points:
    the run fails for that reason, or nothing is missing from what it publishes."""
    count = allocations(arguments)
    wanted = series(out)
    assert count > points, f"only {count} allocations"
    numbers = sorted({1 + round(i * (count - 1) / (points - 1)) for i in range(points)})
    for number in numbers:
        for going_on in (False, True):
            result = failing_at(number, arguments, going_on)
            place = f"allocation {number} of {count}, going on: {going_on}"
            assert result.returncode in (0, 1), (place, result.returncode, result.stderr)
            if result.returncode == 1:
                equal((place, result.stderr), (place, "promfile: error: out of memory\n"))
            equal((place, series(out)), (place, wanted))
            equal((place, os.listdir(out)), (place, ["app.prom"]))


def test_memory_that_fails_anywhere(directory):
    if len(sys.argv) < 3:
        raise Skipped("no program with failing memory is given")
    out, arguments = prepared(directory)
    config = write(directory, "app.toml", CONFIG)
    sysfs = os.path.join(directory, "sys")
    write(sysfs, "class/hwmon/hwmon0/name", "chip\n")
    write(sysfs, "class/hwmon/hwmon0/temp1_input", "45000\n")
    every_allocation(out, arguments, 150)
    every_allocation(out, ["-c", config, "-o", out, "-n", "app"], 150)
    every_allocation(out, ["-o", out, "-n", "app", "--sensors", "--sysfs", sysfs], 60)
    command = write(directory, "command.toml", """store = { command = ["echo", "<s><r v='1'/></s>"] }
[[metric]]
name = "m"
help = "M."
rows = "/s/r"
value = "@v"
""")
    os.chmod(command, 0o644)
    every_allocation(out, ["-c", command, "-o", out, "-n", "app"], 60)


def test_memory_that_fails_while_an_error_is_reported(directory):
    if len(sys.argv) < 3:
        raise Skipped("no program with failing memory is given")
    for arguments in (["--nonsense"], ["--debug", os.path.join(directory, "missing.xml")]):
        for number in range(1, 200):
            for going_on in (False, True):
                result = failing_at(number, arguments, going_on)
                assert result.returncode in (1, 2) and result.stderr.startswith(
                    "promfile: error: "), (arguments, number, result.returncode, result.stderr)


if __name__ == "__main__":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    run([value for name, value in sorted(globals().items()) if name.startswith("test_")])
