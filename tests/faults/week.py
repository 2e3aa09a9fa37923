#!/usr/bin/python3
"""A week of runs, one each minute, over stores that come, go, break and heal, beside a neighbour that
changes and a second timer that fires at the same moment: at every step the published file is what a model
of a few lines says. The week lies around the end of 31-bit time, in January 2038, and the clock is once
set back.

    week.py TIMED_RUNS [--quick] [-v]

TIMED_RUNS is the program of timed_runs.cpp. --quick takes six hours."""

import os
import random
import subprocess
import sys
import tempfile

MINUTES, QUICK_MINUTES = 7 * 24 * 60, 6 * 60
BEGIN = 2 ** 31 - MINUTES * 60 // 2
QUICK_BEGIN = 2 ** 31 - QUICK_MINUTES * 60 // 2
TYPES = ["apple", "pear", "plum", "fig"]
OWN_HELP = "The sum of the values."
CONFIG = """store = [{stores}]
textfile-directory = "{out}"
name = "{name}"
path-label = "name"
[[metric]]
name = "week_value"
help = "{help}"
rows = "/store/*"
value = "@v"
aggregate = "sum"
labels = {{ type = {type} }}
"""


class Timer:
    """One configuration that is run again and again, in a process of its own."""

    def __init__(self, program, config, log):
        self.config = config
        with open(log, "w", encoding="utf-8") as messages:
            self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=messages, text=True)

    def start(self, now):
        self.process.stdin.write(f"{now}\t-c\t{self.config}\n")
        self.process.stdin.flush()

    def status(self):
        return int(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)


class World:
    """What the stores and the neighbour hold. A store is a table of values by type; None is missing, a
    text is broken."""

    def __init__(self, root, chance):
        self.root, self.chance = root, chance
        self.out = os.path.join(root, "out")
        self.stores = {"a.xml": {"apple": 1}, "b.xml": {"apple": 2, "pear": 3}}
        self.neighbour = None  # or a pair of HELP and the type of its series

    def change(self):
        for name in self.stores:
            if self.chance.random() < 0.3:
                self.stores[name] = self.chance.choices(
                    [{kind: self.chance.randrange(1000) for kind in TYPES if self.chance.random() < 0.5},
                     None, "<store><apple v='1'/>", "", "\x1f\x8b gzip", self.stores[name]],
                    [12, 1, 1, 1, 1, 2])[0]
        if self.chance.random() < 0.1:
            self.neighbour = self.chance.choice(
                [None, ("A neighbour's text.", "other"), ("Another text.", "other"), (OWN_HELP, "fig"),
                 ("A third text.", "plum")])

    def write(self):
        for name, store in self.stores.items():
            path = os.path.join(self.root, name)
            if store is None:
                if os.path.exists(path):
                    os.unlink(path)
            else:
                text = store if isinstance(store, str) else "<store>" + "".join(
                    f'<{kind} v="{value}"/>' for kind, value in store.items()) + "</store>"
                self.replace(path, text)
        path = os.path.join(self.out, "0.prom")
        if self.neighbour is None:
            if os.path.exists(path):
                os.unlink(path)
        else:
            text, kind = self.neighbour
            self.replace(path, f'# HELP week_value {text}\n# TYPE week_value gauge\nweek_value{{type="{kind}"}} 1\n')

    @staticmethod
    def replace(path, text):
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(path + ".new", path)


class Model:
    """What app.prom must be."""

    def __init__(self):
        self.data, self.helps, self.last_success = {}, [OWN_HELP], 0
        self.status = self.failed = 0
        self.stands = False

    def step(self, world, now):
        failed = [name for name, store in world.stores.items() if not isinstance(store, dict)]
        new = {}
        for store in world.stores.values():
            for kind, value in (store.items() if isinstance(store, dict) else ()):
                new[kind] = new.get(kind, 0) + value
        taken = world.neighbour[1] if world.neighbour else None
        clash = taken in new and taken not in self.data
        self.failed, self.stands = len(failed), bool(failed) or clash
        self.status = 1 if self.stands else 0
        if not self.stands:
            self.data = new
        if not failed:
            self.last_success = now if not clash else self.last_success
        # Without a neighbour the text of the other timer's file stays, or, while app.prom has no data that
        # could hand it on, the own text comes back: which, depends on who is first.
        self.helps = [world.neighbour[0]] if world.neighbour else [*self.helps, OWN_HELP]


def samples(text):
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
            for line in text.splitlines() if not line.startswith("#")}


def help_texts(text):
    return [line.split(" ", 3)[3] for line in text.splitlines() if line.startswith("# HELP week_value")]


def differences(model, status, text, second, now, times):
    """What app.prom has other than the model. `second` is the other timer's file."""
    got = samples(text)
    data = {series: value for series, value in got.items() if series.startswith("week_value")}
    wanted = {f'week_value{{type="{kind}"}}': value for kind, value in model.data.items()}
    own = {name: got.get(f'promfile_{name}{{file="app.prom"}}')
           for name in ("last_run_timestamp_seconds", "last_success_timestamp_seconds", "stores_failed")}
    compared = {
        "status": (status, model.status),
        "data": (data, wanted),
        "last run": (own["last_run_timestamp_seconds"], now),
        "last success": (own["last_success_timestamp_seconds"] or 0, model.last_success),
        "failed stores": (own["stores_failed"], model.failed),
        "HELP": (help_texts(text), help_texts(second) if model.data else []),
        "HELP of the second file": (len(help_texts(second)) == 1 and help_texts(second)[0] in model.helps, True),
        "first line": (text.startswith("# Written by promfile from "), True),
        "end": (text.endswith("\n"), True),
        "kept time": (times[0] == times[1], model.stands and times[0] is not None),
    }
    return [f"{what}: {got_one!r}, the model says {wanted_one!r}"
            for what, (got_one, wanted_one) in compared.items() if got_one != wanted_one]


def simulate(program, root, begin, minutes):
    world, model, wrong = World(root, random.Random(1)), Model(), []
    os.mkdir(world.out)
    World.replace(os.path.join(root, "second.xml"), "<store><x v='1'/></store>")
    for name, stores, help_text, kind in (("app", '"a.xml", "b.xml"', OWN_HELP, '"name()"'),
                                          ("second", '"second.xml"', OWN_HELP, '{ text = "second" }')):
        World.replace(os.path.join(root, name + ".toml"),
                      CONFIG.format(stores=stores, out=world.out, name=name, help=help_text, type=kind))
    timers = [Timer(program, os.path.join(root, name + ".toml"), os.path.join(root, name + ".log"))
              for name in ("app", "second")]
    target, set_back = os.path.join(world.out, "app.prom"), 0
    for minute in range(minutes):
        if minute == minutes * 2 // 3:
            set_back = 3600
        now = begin + 60 * minute - set_back
        world.change()
        world.write()
        before = os.stat(target).st_mtime_ns if os.path.exists(target) else None
        for timer in timers:
            timer.start(now)
        status, second = (timer.status() for timer in timers)
        model.step(world, now)
        with open(target, encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(world.out, "second.prom"), encoding="utf-8") as file:
            text_of_second = file.read()
        found = differences(model, status, text, text_of_second, now, (before, os.stat(target).st_mtime_ns))
        model.helps = help_texts(text_of_second)
        if second != 0:
            found.append(f"the second timer's run ends with {second}")
        left = set(os.listdir(world.out)) - {"app.prom", "second.prom", "0.prom"}
        if left:
            found.append(f"left behind: {left}")
        if found:
            wrong.append(f"minute {minute}: " + "; ".join(found))
            if len(wrong) == 5:
                break
    for timer in timers:
        timer.end()
    return minute + 1, wrong


def main():
    program, quick = os.path.abspath(sys.argv[1]), "--quick" in sys.argv
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="promfile-week-", dir=memory) as root:
        steps, wrong = simulate(program, root, *((QUICK_BEGIN, QUICK_MINUTES) if quick else (BEGIN, MINUTES)))
    print("".join(f"FAILED {line}\n" for line in wrong), end="")
    print(f"{steps - len(wrong)} passed, {len(wrong)} failed")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
