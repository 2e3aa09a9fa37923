#!/usr/bin/env python3
"""Runs every samples/*.toml on its store and compares the whole output with a golden file.

    samples_test.py [--rewrite]

What is printed is also given to promtool, which must have nothing to say, and so is the alert that a
recipe shows ("# Alert: EXPRESSION"), whose metrics must be among those that are printed. With --rewrite the golden
files are written anew; look at the difference before it is committed.
"""

import difflib
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))


def output_of(sample):
    """The published metrics of the sample without promfile's own; "" and a reason if it fails."""
    with tempfile.TemporaryDirectory(prefix="promfile-") as directory:
        done = subprocess.run([PROMFILE, "-c", sample, "--debug", "--no-self-metrics", "-q", "-o", directory,
                               "--sysfs", "samples/sys", "--no-sensors-conf"],
                              cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    reason = done.stderr if done.returncode or done.stderr else ""
    # Stores of a configuration have whole paths.
    return done.stdout.replace(ROOT + os.sep, ""), reason


def advice_on(text):
    if shutil.which("promtool") is None:
        return "there is no promtool (apt-get install prometheus)"
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True,
                          check=False, timeout=60)
    return "promtool: exit %d: %s%s" % (done.returncode, done.stdout, done.stderr) if done.returncode else ""


def problem_of_alert(sample, text):
    with open(os.path.join(ROOT, sample), encoding="utf-8") as file:
        expressions = re.findall(r"^# Alert: (.*)", file.read(), re.M)
    for expression in expressions:
        metrics = set(re.findall(r"[a-z_]+(?=\{)|\b[a-z]+_[a-z_]+\b(?!\()", re.sub(r'"[^"]*"', '""', expression)))
        unknown = {name for name in metrics if f"# TYPE {name} " not in text}
        if unknown or not metrics:
            return "the alert has %s" % (", ".join(unknown) or "no metric")
        if shutil.which("promtool"):
            with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
                file.write("groups: [{name: g, rules: [{alert: A, expr: %s}]}]" % json.dumps(expression))
                file.flush()
                done = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True,
                                      check=False, timeout=60)
            if done.returncode:
                return "promtool: %s%s" % (done.stdout, done.stderr)
    return ""


def problem_of(sample, rewrite):
    text, reason = output_of(sample)
    if reason or not text:
        return reason or "nothing is published"
    golden = os.path.join(HERE, "golden", os.path.basename(sample).replace(".toml", ".prom"))
    if rewrite:
        os.makedirs(os.path.dirname(golden), exist_ok=True)
        with open(golden, "w", encoding="utf-8") as file:
            file.write(text)
    with open(golden, encoding="utf-8") as file:
        wanted = file.read()
    if text != wanted:
        return "".join(difflib.unified_diff(wanted.splitlines(True), text.splitlines(True), golden, sample))
    return advice_on(text) or problem_of_alert(sample, text)


def main():
    rewrite = sys.argv[1:] == ["--rewrite"]
    passed = failed = 0
    for sample in sorted(glob.glob("samples/*.toml", root_dir=ROOT)):
        problem = problem_of(sample, rewrite)
        passed += not problem
        failed += bool(problem)
        if problem:
            print("%s: %s" % (sample, problem))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
