#!/usr/bin/env python3
"""The recipes of four formats say in at most 60 % of the lines what rules written out in full say.

    short_rules_test.py [DIRECTORY]

tests/fixtures/rules/plain holds the same rules, each as a [[metric]] table with a line for each key. Both
make the same bytes of the recipe's store and, if the directory (by default ../shared/corpus beside
the checkout) is there, of the stores that exporters are tested with. Empty lines and comments do not count, and
no line is longer than 120 columns.
"""

import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))
PLAIN = os.path.join(ROOT, "tests", "fixtures", "rules", "plain")
MAX_SHARE = 0.6
MAX_COLUMNS = 120

# The recipe and the directory of its stores in the corpus.
FORMATS = {"gridengine": "sge", "monit": "monit", "nginx-rtmp": "nginx-rtmp", "passenger": "passenger"}


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def metrics_of(rules, store):
    done = subprocess.run([PROMFILE, "-c", rules, "--debug", "--no-self-metrics", "-q", store],
                          capture_output=True, text=True, check=False, timeout=60)
    # The first line names the store and the configuration of the run.
    return done.returncode, done.stdout.split("\n", 1)[-1], done.stderr


def problems_of(recipe, corpus):
    short = os.path.join(ROOT, "samples", f"{recipe}.toml")
    plain = os.path.join(PLAIN, f"{recipe}.toml")
    counts = []
    for path in (short, plain):
        lines = lines_of(path)
        counts.append(len(lines))
        yield from (f"longer than {MAX_COLUMNS} columns: {line}" for line in lines if len(line) > MAX_COLUMNS)
    if any(line.startswith("[[group") for line in lines_of(plain)):
        yield f"{plain} has a group"
    share = counts[0] / counts[1]
    print("%-10s %3d lines, %3d written out: %.0f %%" % (recipe, *counts, 100 * share))
    if share > MAX_SHARE:
        yield "more than %.0f %% of the lines" % (100 * MAX_SHARE)
    stores = [os.path.join(ROOT, "samples", "stores", f"{recipe}.xml"),
              *sorted(glob.glob(os.path.join(corpus, FORMATS[recipe], "*.xml")))]
    for store in stores:
        (status, metrics, errors), other = metrics_of(short, store), metrics_of(plain, store)
        if status or not metrics or (status, metrics) != other[:2]:
            yield f"{store}: exit {status}: {errors}; written out, exit {other[0]}: {other[2]}"


def main():
    corpus = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(ROOT), "shared", "corpus")
    if not os.path.isdir(corpus):
        print(f"without the stores of the corpus: there is no {corpus}")
    problems = [f"{recipe}: {problem}" for recipe in FORMATS for problem in problems_of(recipe, corpus)]
    print("\n".join(problems) if problems else f"{len(FORMATS)} formats: the same metrics")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
