#!/usr/bin/python3
"""A power cut at any moment of a run: the file system is made anew of what the disk had got, mounted, and
the published file is the old one or the new one, whole; after the run it is the new one.

    power_cut.py PROMFILE [--quick] [-v] [ext4|ext4-noauto_da_alloc|xfs|btrfs|f2fs ...]

--quick takes ext4 without auto_da_alloc alone, which of all loses most. Each run is repeated a few times,
so that the journal wraps; the moments are each write and flush of the disk, and at each flush a part of
the writes since the flush before, since a disk may carry them out in any order."""

import importlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from harness import write
from logged_disk import LoggedDisk, cuts, mounted, write_image
from traced_run import data_lines, enter_namespace

MIB = 1 << 20
FILE_SYSTEMS = {
    "ext4-noauto_da_alloc": (["mkfs.ext4", "-q", "-F"], 16 * MIB, "noauto_da_alloc,commit=1"),
    "ext4": (["mkfs.ext4", "-q", "-F"], 16 * MIB, "commit=1"),
    "xfs": (["mkfs.xfs", "-q", "-f"], 300 * MIB, ""),
    "btrfs": (["mkfs.btrfs", "-q", "-f"], 128 * MIB, "commit=1"),
    "f2fs": (["mkfs.f2fs", "-q", "-f"], 64 * MIB, ""),
}
LEAST_POINTS = 25
ROWS = 300  # of the store, so that the file takes several blocks


def store_text(value):
    return "<store>" + "".join(f'<row{i} v="{value}"/>' for i in range(ROWS)) + "</store>\n"


RULE = """
[[metric]]
name = "cut_value"
help = "A value."
rows = "/store/*"
value = "@v"
labels = { type = "name()" }
"""


class Publisher:
    """Publishes a value with promfile."""

    def __init__(self, program, root, directory):
        self.program, self.root = program, root
        self.config = write(root, "app.toml", f'store = ["store.xml"]\ntextfile-directory = "{directory}"\n' + RULE)

    def publish(self, value):
        write(self.root, "store.xml", store_text(value))
        subprocess.run([self.program, "-c", self.config], check=True)


class Careless:
    """Publishes as programs without fsync do: this test has to see what it loses."""

    def __init__(self, _, root, directory):
        self.root, self.directory = root, directory

    def publish(self, value):
        temporary = os.path.join(self.directory, ".app.tmp")
        with open(temporary, "w", encoding="ascii") as file:
            file.write("".join(f'cut_value{{type="row{i}"}} {value}\n' for i in range(ROWS)))
        os.rename(temporary, os.path.join(self.directory, "app.prom"))
        time.sleep(1.5)  # the journal commits each second, the data come later


def value_in(path):
    """The value that all samples have; -1 if there is no file, an error if it is not whole."""
    if not os.path.exists(path):
        return -1
    with open(path, "rb") as file:
        lines = data_lines(file.read())
    values = {int(line.rsplit(b" ", 1)[1]) for line in lines}
    assert len(lines) == ROWS and len(values) == 1, f"{len(lines)} lines, values {values}"
    return values.pop()


def record(disk, publisher_type, program, root, count):
    """Publishes the values 0 to `count`; returns the position of the disk after each."""
    with disk.running() as directory:
        publisher = publisher_type(program, root, directory)
        positions = []
        for value in range(count + 1):
            publisher.publish(value)
            positions.append(disk.position())
    return positions


def examine(disk, positions, root):
    """Mounts the disk at every point after the first publication; returns their number and what was wrong."""
    events, wrong = disk.events(), []
    image, copy, directory = (os.path.join(root, name) for name in ("image", "copy", "examined"))
    os.makedirs(directory)
    shutil.copy(disk.base, image)
    flushed, points = 0, 0
    events = events[:positions[-1]]
    for end, indexes in cuts(events, positions[0], random.Random(1)):
        if isinstance(indexes, range):
            write_image(image, events, indexes, flushed)
            flushed = end
            shutil.copy(image, copy)
        else:
            shutil.copy(disk.base, copy)
            write_image(copy, events, indexes)
        done = sum(position <= end for position in positions) - 1
        points += 1
        try:
            with mounted(copy, directory):
                value = value_in(os.path.join(directory, "app.prom"))
                assert value in (done, done + 1), f"{value} after {done} was published"
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            wrong.append(f"event {end}: {error}")
    return points, wrong


def run(name, program, publisher_type, count):
    make, size, options = FILE_SYSTEMS[name]
    with tempfile.TemporaryDirectory(prefix="promfile-cut-") as root:
        disk = LoggedDisk(root, make, size, options)
        return examine(disk, record(disk, publisher_type, program, root, count), root)


def missing(name):
    """Why this file system cannot be tried, or an empty text."""
    make = FILE_SYSTEMS[name][0][0]
    if shutil.which(make) is None:
        return f"{make} is not installed"
    with open("/proc/filesystems", encoding="ascii") as file:
        known = file.read().split()
    kind = name.split("-")[0]
    subprocess.run(["modprobe", "-q", kind], check=False) if shutil.which("modprobe") else None
    return "" if kind in known else f"the kernel has no {kind}"


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    program, quick = os.path.abspath(words[0]), "--quick" in sys.argv
    enter_namespace()
    if "FAULTS_UNSHARED" not in os.environ or not os.path.exists("/dev/loop-control"):
        print("skipped: needs root, a mount namespace and loop devices")
        sys.exit(77)
    try:
        importlib.import_module("fusepy")
    except (ImportError, OSError):
        print("skipped: python3-fusepy is not installed")
        sys.exit(77)
    passed = failed = 0
    for name in words[1:] or (["ext4-noauto_da_alloc"] if quick else FILE_SYSTEMS):
        if reason := missing(name):
            print(f"skipped {name}: {reason}")
            continue
        points, wrong = run(name, program, Publisher, 2 if quick else 8)
        if not quick and points < LEAST_POINTS:
            wrong.append(f"only {points} points")
        print("".join(f"FAILED {name}: {line}\n" for line in wrong), end="")
        passed += points - len(wrong)
        failed += len(wrong)
        if "-v" in sys.argv:
            print(f"{name}: {points} points")
    points, wrong = run("ext4-noauto_da_alloc", program, Careless, 1)
    if not wrong:
        failed += 1
        print(f"FAILED: nothing of {points} points shows what a program without fsync loses")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
