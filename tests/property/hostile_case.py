"""The cases of hostile_test.py: command lines over hostile stores, and how promfile must end.

The binary is that of the environment variable PROMFILE, else build/promfile."""

import contextlib
import os
import random
import re
import subprocess
import xml.parsers.expat

import hostile_stores as hostile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", os.path.join(ROOT, "build", "promfile")))
# The elements that a path of hostile.options() selects, and whether it selects their attributes.
ROWS = {"/*/*": ("/[^/]+/[^/]+", False), "/*": ("/[^/]+", False), "//*": (".+", False),
        "//apple": ("(.*)/apple", False), "/store/*": ("/store/[^/]+", False),
        "/*/*/@*": ("/[^/]+/[^/]+", True)}


class Case:
    """One command line over stores of its own, in a directory of its own."""

    def __init__(self, seed, index, directory):
        self.index, self.directory = index, directory
        self.rng = rng = random.Random(f"{seed}:{index}")
        self.kind = rng.choices(["builtin", "rules", "broken"], [60, 28, 12])[0]
        self.how, self.order_free, self.config_text = "", True, ""
        os.makedirs(directory)
        files = rng.sample(hostile.FILE_NAMES, rng.choice([1, 1, 1, 2, 3]))
        self.stores = {os.path.join(os.fsencode(directory), name):
                       hostile.Store(rng, self.kind == "rules") for name in files}
        for path, store in self.stores.items():
            write(path, store.data())
        self.recover = False
        if self.kind == "broken":
            path, store = next(iter(self.stores.items()))
            data, self.how = hostile.broken(rng, store)
            write(path, data)
            self.recover = rng.random() < 0.5
        paths = list(self.stores)
        if rng.random() < 0.1:
            paths.append(paths[0])
        if rng.random() < 0.05:
            paths = [os.path.join(os.fsencode(directory), b"*")]
        self.name = rng.choice(hostile.OUTPUT_NAMES) if rng.random() < 0.3 else b"out"
        self.name = b"%s%d" % (self.name, index) if len(self.name) < 250 else self.name
        self.options = []
        if self.kind == "rules":
            self.config_text, self.order_free = hostile.rules(rng)
            config = f"{directory}.toml"
            write(config, self.config_text.encode())
            self.options += ["-c", config]
        if self.kind != "rules" or "builtin" in self.config_text:
            self.options += hostile.options(rng)
        if self.recover:
            self.options.append("--recover")
        self.command = [PROMFILE, "-q", *self.options, "-n", self.name, "--", *paths]

    def run(self, *options):
        command = [self.command[0], *options, *self.command[1:]]
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60, check=False)

    def ended_rows(self):
        """How many rows of the broken store end before its fault, as expat sees it."""
        with open(next(iter(self.stores)), "rb") as file:
            data = file.read()
        paths = [self.options[at + 1] for at, option in enumerate(self.options) if option == "-r"]
        of_rows, attribute_rows = ROWS[paths[-1] if paths else "/*/*"]
        opened, ended = [], []
        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: opened.append((name, attributes))

        def end(_):
            path = "".join(f"/{name}" for name, _ in opened)
            _, attributes = opened.pop()
            if re.fullmatch(of_rows, path) and (attributes or not attribute_rows):
                ended.append(path)
        parser.EndElementHandler = end
        with contextlib.suppress(xml.parsers.expat.ExpatError):
            parser.Parse(data, True)
        return len(ended)

    def permute(self):
        for path, store in self.stores.items():
            order = list(range(len(store.rows)))
            self.rng.shuffle(order)
            times = os.stat(path)
            write(path, store.data(order))
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
