#!/usr/bin/env python3
"""Whatever the store, --suggest succeeds, and --check has no word about what it printed: neither
about the rules nor, with the # taken off, about those in comments; never more than 1,000 series.

    property_test.py [--count N] [--first SEED] [--full] [FILE...]

With files, these are tried in place of random stores; with --full, all XML files below /usr/share. A store that fails is kept in build/suggest."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import random_stores

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", TOP / "build" / "promfile"))
KEPT = TOP / "build" / "suggest"
MAX_SERIES = 1000
MAX_BYTES = 1 << 30  # of address space; the stores are small


def run(*arguments):
    return subprocess.run([PROMFILE, *map(str, arguments)], capture_output=True, timeout=120,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS,
                                                                (MAX_BYTES, MAX_BYTES))
                          if "asan" not in PROMFILE else None)


def fault(store, directory, may_be_refused=False):
    """The fault of the suggestion for a store, or nothing."""
    suggested = run("--suggest", store)
    if suggested.returncode == 1 and may_be_refused:
        return None
    if suggested.returncode != 0:
        return f"exit {suggested.returncode}: {suggested.stderr.decode()}"
    text = suggested.stdout.decode()
    config = directory / "suggested.toml"
    for form in ("as printed", "with all comments"):
        if form == "with all comments":
            text = re.sub(r"^#([^ #\n])", r"\1", text, flags=re.M)
        if not re.search(r"^\[\[(metric|group)", text, re.M):
            if form == "as printed" and "Nothing" not in text:
                return "no rule, and not a word about it"
            continue
        config.write_text(text)
        checked = run("--check", "--strict", "-c", config)
        if checked.returncode != 0 or checked.stderr:
            return f"{form}: exit {checked.returncode}: {checked.stderr.decode()}"
        series = sum(int(n) for n in re.findall(rb"(\d+) series", checked.stdout))
        if series > MAX_SERIES:
            return f"{form}: {series} series"
    return None


def try_seed(seed):
    with tempfile.TemporaryDirectory() as directory:
        store = pathlib.Path(directory) / "store.xml"
        store.write_text(random_stores.store(seed))
        found = fault(store, pathlib.Path(directory))
        if found:
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"{seed}.xml").write_bytes(store.read_bytes())
        return found and f"store {seed}: {found}"


def try_file(path):
    with tempfile.TemporaryDirectory() as directory:
        found = fault(path, pathlib.Path(directory), may_be_refused=True)
        return found and f"{path}: {found}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    if options.full:
        options.files += sorted(str(path) for path in pathlib.Path("/usr/share").rglob("*.xml")
                                if path.is_file())
    # Without this, promfile would look at the files in the usual textfile directory of this
    # machine.
    cases = options.files or range(options.first, options.first + options.count)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = [found for found in pool.map(try_file if options.files else try_seed, cases)
                  if found]
    print(*faults, sep="\n")
    print(f"{len(cases) - len(faults)} passed, {len(faults)} failed")
    sys.exit(1 if faults else 0)


main()
