#!/usr/bin/python3
"""Publishers that are killed, and several at once: the target is the old file or the new one, whole,
and no temporary file survives the next run."""

import os
import random
import signal
import subprocess
import time

from harness import (NEW, OLD, PUBLISHER, enter_mount_namespace, equal, need_strace, published, read,
                     run, temporary_files, text, trace)


def whole_after_kill(directory, old, new):
    """Old or new, byte for byte, and the next run clears up."""
    assert read(directory, "app") in (old, new)
    equal(published(directory, "app", OLD), old)
    equal(os.listdir(directory), ["app.prom"])


def test_killed_at_each_system_call(directory):
    need_strace()
    new = published(directory, "app", NEW)
    old = published(directory, "app", OLD)
    log = directory + ".strace"
    equal(trace(directory, log).returncode, 0)
    with open(log, encoding="utf-8") as file:
        calls = [line.split()[1].split("(")[0] for line in file if "(" in line]
    os.unlink(log)
    published(directory, "app", OLD)
    points, left, replaced = 0, 0, 0
    for call in sorted(set(calls) - {"execve", "exit_group", "brk", "mmap", "mprotect", "pread64"}):
        for when in range(1, calls.count(call) + 1):
            result = trace(directory, "/dev/null", "-e", "trace=" + call, "-e",
                           f"inject={call}:signal=KILL:when={when}")
            points += result.returncode != 0
            left += bool(temporary_files(directory))
            replaced += read(directory, "app") == new
            whole_after_kill(directory, old, new)
    assert points >= 30, f"only {points} kills"
    assert left >= 3, "no kill left a temporary file: none fell between create and rename"
    assert replaced >= 2, "no kill came after the rename"


def test_killed_at_random(directory):
    new = published(directory, "app", NEW)
    old = published(directory, "app", OLD)
    chance = random.Random(1)
    for _ in range(150):
        with subprocess.Popen([PUBLISHER, directory, "app"], stdin=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as process:
            process.stdin.write(NEW)
            process.stdin.close()
            time.sleep(chance.uniform(0, 0.004))
            process.kill()
        assert read(directory, "app") in (old, new)
    whole_after_kill(directory, old, new)


def test_terminated(directory):
    """SIGTERM and SIGINT end a run where it is, like a kill."""
    new = published(directory, "app", NEW)
    old = published(directory, "app", OLD)
    need_strace()
    # A shell starts its background jobs with SIGINT ignored, and they hand that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("TERM", "INT"):
        result = trace(directory, "/dev/null", "-e", "trace=fsync", "-e",
                       f"inject=fsync:signal={name}:when=1")
        equal(abs(result.returncode) & 127, getattr(signal, "SIG" + name))
        whole_after_kill(directory, old, new)


def test_leftovers_of_any_name(directory):
    leftovers = [".gone.prom.0123456789abcdef.tmp", ".a.b.prom.ffffffffffffffff.tmp"]
    others = [".gone.prom.tmp", "gone.prom.0123456789abcdef.tmp", ".x.prom.0123456789ABCDEF.tmp"]
    for name in leftovers + others:
        with open(os.path.join(directory, name), "w", encoding="ascii"):
            pass
    published(directory, "app", NEW)
    equal(sorted(os.listdir(directory)), sorted(others + ["app.prom"]))


def publish_at_once(directory, names, rounds):
    """Runs a publisher for each name in a loop, all at once; returns the failures."""
    failures = []
    for value in range(rounds):
        processes = []
        for place, name in enumerate(names):
            process = subprocess.Popen([PUBLISHER, directory, name], stdin=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True)
            process.stdin.write(text(value, help_text=f"Text {place}.", label=name))
            process.stdin.close()
            processes.append(process)
        for process in processes:
            errors = process.stderr.read()
            process.stderr.close()
            if process.wait(timeout=30) != 0 or errors:
                failures.append(errors)
    return failures


def test_several_at_once_on_one_target(directory):
    equal(publish_at_once(directory, ["app"] * 6, 20), [])
    equal(os.listdir(directory), ["app.prom"])
    assert b'fault_value{file="app"} 19\n' in read(directory, "app")


def test_several_at_once_on_several_targets(directory):
    names = [f"app{i}" for i in range(6)]
    equal(publish_at_once(directory, names, 20), [])
    equal(sorted(os.listdir(directory)), [name + ".prom" for name in names])
    helps = {line for name in names for line in read(directory, name).splitlines()
             if line.startswith(b"# HELP")}
    equal(len(helps), 1)  # whoever came first, all others took its text


if __name__ == "__main__":
    enter_mount_namespace()
    run([value for name, value in sorted(globals().items()) if name.startswith("test_")])
