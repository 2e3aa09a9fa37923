#!/usr/bin/env python3
"""Runs the examples of the README: its commands on samples/ and its rules, and compares the output below each.

A line `...` of the README matches any lines; times and rates depend on the machine."""

import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))
STORE = "samples/store.xml"
MEASURED = re.compile(r" in [\d.]+ ms \([\d.]+ .B/s\)")


def blocks(text):
    """The indented blocks, without their indentation."""
    block = []
    for line in text.splitlines() + ["end"]:
        if line.startswith("    ") or (block and not line):
            block.append(line[4:])
        elif block:
            yield "\n".join(block).strip()
            block = []


def promfile(*arguments):
    return subprocess.run([PROMFILE, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                          check=False)


def is_shown(shown, printed):
    """Does the README show that output? Summary and metrics may come in either order."""
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n"
                      for line in MEASURED.sub("", shown).splitlines())
    metrics = pattern.find(re.escape("# Written by"))
    summary = pattern[:max(metrics, 0)]
    printed = MEASURED.sub("", printed)
    return re.fullmatch(pattern, printed) or re.fullmatch(pattern[len(summary):] + summary, printed)


def problems():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    ran = rules = 0
    rest = iter(blocks(readme))
    for block in rest:
        command, _, shown = block.partition("\n")
        if command.startswith("$ promfile ") and STORE in command and ">" not in command:
            done = promfile(*shlex.split(command)[2:])
            ran += 1
            if done.returncode != 0 or not is_shown(shown, done.stdout):
                yield f"{command}\n{done.stdout}"
        elif "[[metric]]" in block:
            rules += 1
            expected = next(rest)
            with tempfile.TemporaryDirectory(prefix="promfile-") as directory:
                config = os.path.join(directory, "readme.toml")
                with open(config, "w", encoding="utf-8") as file:
                    file.write(block)
                arguments = ["-o", directory, "-c", config, os.path.join(ROOT, STORE)]
                done = promfile("--check", "--strict", *arguments)
                if done.returncode != 0 or "advice" in done.stdout:
                    yield f"the rule is not clean:\n{done.stdout}"
                done = promfile("-d", "-q", *arguments)
                if done.stdout.partition("\n")[2].strip() != expected:
                    yield f"the rule publishes:\n{done.stdout}"
    if ran < 2 or rules < 1:
        yield f"only {ran} commands and {rules} rules were found"
    for option in sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", readme)) - OTHERS):
        if option not in HELP:
            yield f"promfile has no {option}"


# Options of other programs.
OTHERS = {"--collector", "--build", "--target", "--output-as", "--now",
          "--quick", "--targets"}
HELP = promfile("--help").stdout


def main():
    found = list(problems())
    for problem in found:
        print("FAIL: README.md:", problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
