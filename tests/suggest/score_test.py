#!/usr/bin/env python3
"""How many of an exporter's numbers does --suggest find? Tried on formats that have an exporter.

A fact is found where a series has its value (in another unit, too) and, in its name or labels, every
text that identifies it; each series counts once. `strict` asks for a word in common, too. The figure
is the mean over the formats. It must not fall."""
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import facts

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
CORPUS = TOP.parent / "shared" / "corpus"
PROMFILE = os.environ.get("PROMFILE", str(TOP / "build" / "promfile"))
LEAST_STRICT = 75
LEAST_NAMES = 80

FACTORS = [1, 1e3, 1e-3, 1e6, 1e-6, 1e9, 1e-9, 1024, 1 / 1024, 2**20, 2**-20, 2**30, 2**-30, 100,
           0.01, 8, 1 / 8, 60, 1 / 60, 3600, 86400]
# Words that every other name has.
PLAIN = set("total count number value info seconds bytes ratio xml all the of by in is".split())


def words(text):
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    return {word for word in re.split(r"[^a-z0-9]+", text.lower()) if word} - PLAIN


def alike(a, b):
    return a == b or len(os.path.commonprefix([a, b])) >= max(4, min(len(a), len(b)) - 2)


def share_word(a, b):
    return any(alike(x, y) for x in a for y in b)


def plain(text):
    return re.sub(r"[^a-z0-9]", "", text.lower())


def series_of(config):
    run = subprocess.run([PROMFILE, "--debug", "--quiet", "--no-self-metrics", "-c", config],
                         capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        found = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$", line)
        if found and not line.startswith("#"):
            yield found[1], dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found[2] or "")), \
                float(found[3])


def same_number(a, b):
    if math.isinf(a) or math.isinf(b) or a == 0 or b == 0:
        return a == b
    return any(abs(a * factor - b) <= 1e-6 * abs(b) for factor in FACTORS)


class Series:
    def __init__(self, name, labels, value):
        self.name, self.labels, self.value = name, labels, value
        self.place = plain(name) + "".join(plain(text) for text in labels.values())
        self.words = words(name + " " + " ".join(labels)) | words(" ".join(labels.values()))
        self.used = False

    def tells(self, fact):
        if fact.text is not None and plain(fact.text) not in map(plain, self.labels.values()):
            return False
        return same_number(self.value, fact.value) and \
            all(plain(text) in self.place for text in fact.ids)


def suggest(stores, directory):
    config = pathlib.Path(directory) / "suggested.toml"
    run = subprocess.run([PROMFILE, "--suggest", "--recover", *map(str, stores)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"--suggest {stores[0]}: {run.stderr}")
    config.write_text(run.stdout)
    return config


def readable(stores, directory):
    """One store of the corpus has a stray character after its root."""
    for store in stores:
        text = store.read_bytes().rstrip()
        if text.endswith(b"`"):
            store = pathlib.Path(directory) / store.name
            store.write_bytes(text[:-1])
        yield store


def names_near(fact_name, series_name, prefix):
    """All words of the exporter's name but one, its program's name aside, are in the series'."""
    wanted = words(fact_name) - prefix
    return sum(not any(alike(word, other) for other in words(series_name)) for word in wanted) <= 1


def score(name, runs):
    runs = list(runs)
    first_words = [fact.name.split()[0] for _, expected in runs for fact in expected]
    program = words(name) | set.intersection(*map(words, first_words))
    found = strict = total = 0
    metrics, near, rules = set(), set(), set()
    for stores, expected in runs:
        with tempfile.TemporaryDirectory() as directory:
            all_series = [Series(*one) for one in
                          series_of(suggest(readable(stores, directory), directory))]
        rules |= {one.name for one in all_series}
        total += len(expected)
        told = set()
        for need_word in (True, False):
            for index, fact in enumerate(expected):
                if index in told:
                    continue
                matches = [one for one in all_series if not one.used and one.tells(fact)]
                related = [one for one in matches if share_word(one.words, words(fact.name) - program)]
                match = (related or ([] if need_word else matches) or [None])[0]
                if match:
                    match.used = fact.text is None
                    told.add(index)
                    strict += need_word
                    found += 1
        if os.environ.get("SHOW_MISSED") == name:
            print(*(fact for index, fact in enumerate(expected) if index not in told), sep="\n")
        for fact in expected:
            metrics.add(fact.name)
            near |= {fact.name for one in all_series if one.tells(fact)
                     and names_near(fact.name.split()[0], one.name, program)}
    if os.environ.get("SHOW_MISSED") == name:
        print("no name near:", *sorted(metrics - near), sep="\n  ")
    useful = len(rules)
    return {"facts": total, "strict": 100 * strict / total, "loose": 100 * found / total,
            "names": 100 * len(near) / len(metrics), "rules": useful}


def main():
    if not CORPUS.is_dir():
        print(f"skipped: no {CORPUS.name} beside the project")
        sys.exit(77)
    scores = {}
    for name, function in facts.FORMATS.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        scores[name] = score(name, function(CORPUS / name))
        line = scores[name]
        print(f"{name:18} {line['facts']:5} facts  strict {line['strict']:4.0f} %  "
              f"loose {line['loose']:4.0f} %  names {line['names']:4.0f} %  {line['rules']:3} rules")
    mean = {what: sum(one[what] for one in scores.values()) / len(scores)
            for what in ("strict", "loose", "names")}
    print(f"{'mean':18}              strict {mean['strict']:4.1f} %  loose {mean['loose']:4.1f} %  "
          f"names {mean['names']:4.1f} %")
    failed = mean["strict"] < LEAST_STRICT or mean["names"] < LEAST_NAMES
    sys.exit(1 if failed else 0)


main()
