#!/usr/bin/python3
"""Reading a store that fails in the middle: the cause is named and the standing file stays. PROMFILE
names the binary; see harness.py."""

import os
import re
import resource
import subprocess
import threading
import time

from harness import PUBLISHER, enter_mount_namespace, equal, need_strace, run

ROWS = 40000


def store(directory):
    path = os.path.join(directory, "store.xml")
    with open(path, "w", encoding="ascii") as file:
        file.write("<store>" + "".join(f"<row id='{i}' operation='create'/>\n" for i in range(ROWS)) + "</store>")
    return path


def promfile(arguments, before=(), **more):
    return subprocess.run([*before, PUBLISHER, *arguments], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, **more)


def rows(directory):
    """The published metrics of the store, without the self-metrics, which differ from run to run."""
    with open(os.path.join(directory, "store.prom"), encoding="ascii") as file:
        return [line for line in file if line.startswith("store_")]


def failing_reads(path, error, when):
    return ["strace", "-o", "/dev/null", "-P", path, "-e", "trace=read", "-e",
            f"inject=read:error={error}:when={when}"]


def test_input_output_error_in_the_middle(directory):
    need_strace()
    path = store(directory)
    equal(promfile(["-o", directory, path]).returncode, 0)
    standing = rows(directory)
    result = promfile(["-o", directory, path], failing_reads(path, "EIO", "3+"))
    equal(result.returncode, 1)
    assert f"{path}: Input/output error" in result.stderr, result.stderr
    equal(rows(directory), standing)


def test_reads_that_are_to_be_tried_again(directory):
    need_strace()
    path = store(directory)
    for error in ("EAGAIN", "EINTR"):
        result = promfile(["--debug", path], failing_reads(path, error, "3+3"))
        equal(result.returncode, 0)
        assert f'store_total_rows{{path="{path}"}} {ROWS}\n' in result.stdout, result.stderr


def test_reads_that_are_always_to_be_tried_again(directory):
    need_strace()
    path = store(directory)
    result = promfile(["--debug", "--run-timeout", "1", path], failing_reads(path, "EAGAIN", "3+"))
    equal(result.returncode, 1)
    assert "the 1 s for all stores together are over" in result.stderr, result.stderr


def test_standard_input_that_does_not_block(directory):
    with open(store(directory), "rb") as file:
        text = file.read()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)

    def write_slowly():
        with open(writer, "wb", buffering=0) as pipe:
            for begin in range(0, len(text), len(text) // 3 + 1):
                pipe.write(text[begin:begin + len(text) // 3 + 1])
                time.sleep(0.2)

    thread = threading.Thread(target=write_slowly)
    thread.start()
    result = promfile(["--debug", "-"], stdin=reader)
    thread.join()
    os.close(reader)
    equal(result.returncode, 0)
    assert f'store_total_rows{{path="-"}} {ROWS}\n' in result.stdout, result.stderr


def test_memory_that_does_not_suffice(directory):
    """The failure is reported, and nothing of the store is published, not even with --recover."""
    path = os.path.join(directory, "store.xml")
    with open(path, "w", encoding="ascii") as file:
        file.write("<store>" + "<row/>" * 2000 + "<row>" + "<a/>" * 4_000_000 + "</row></store>")
    limit = 48 << 20
    for more in ((), ("--recover",)):
        result = promfile(["-o", directory, path, "--max-row-size", str(64 << 20), "-l", "n=count(*)",
                           *more],
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        equal(result.returncode, 1)
        equal(len(result.stderr.splitlines()), 1)
        assert re.match("promfile: error: (out of resources|.*memory)", result.stderr), result.stderr
        equal(os.listdir(directory), ["store.xml"])


if __name__ == "__main__":
    enter_mount_namespace()
    run([value for name, value in sorted(globals().items()) if name.startswith("test_")])
