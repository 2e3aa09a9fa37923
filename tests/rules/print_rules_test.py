#!/usr/bin/env python3
"""--print-rules: the rules printed, given back with -c on the same stores, give the same bytes.

Stores and options are drawn at random from a seed: several stores with the same and with different
roots, types and operations with odd spellings, rows without operation, no rows at all, both namings,
filters, labels, kinds of path label, names of files that look like globs.
"""

import os
import random
import subprocess
import sys
import tempfile

PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))
CASES = int(os.environ.get("CASES", "150"))

TYPES = ["apple", "Apple", "pear", "sour-cherry", "sour.cherry", "total", "create", "ns:fig", "größe"]
OPERATIONS = ["create", "update", "delete", " create ", "move", "", "o'neil", "x" * 1030, None, None]
SITES = ["north", 'so"uth', " ", "über", None]
ROOTS = ["store", "HTTPServerList", "node", "größe", "123"]
FILES = ["store.xml", "a/store.xml", "b/store.xml", "a*.xml", "a[1].xml", "ab.xml", "q'uote.xml", "back\\slash.xml",
         b"latin-\xe9.xml", "space in.xml", "line\nbreak.xml", "sensors"]
GLOBS = ["apple", "pear", "*a*", "sour?cherry", "absent", "o'clock", "o'\"clock", "[ap]*", "größe"]


def attribute(name, value):
    if value is None:
        return ""
    return ' %s="%s"' % (name, value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;"))


def store(random_):
    root = random_.choice(ROOTS[:2] if random_.random() < 0.6 else ROOTS)
    if root == "123":
        root = "_"
    types = random_.sample(TYPES, random_.randint(1, 5))
    operations = random_.choice([OPERATIONS, [None], ["create", "delete"], ["", None]])
    rows = []
    for _ in range(random_.choice([0, 1, 5, 40])):
        inner = "<part%s/>" % attribute("operation", random_.choice(operations))
        rows.append("<%s%s%s>%s</%s>" % ((name := random_.choice(types)),
                                         attribute("operation", random_.choice(operations)),
                                         attribute("site", random_.choice(SITES)),
                                         inner if random_.random() < 0.5 else "", name))
    return '<%s xmlns:ns="urn:ns">%s</%s>\n' % (root, "\n".join(rows), root)


def options(random_):
    given = []
    for glob in random_.sample(GLOBS, random_.choice([0, 0, 1, 2, 4])):
        given += ["-t", glob]
    for glob in random_.sample(GLOBS, random_.choice([0, 0, 1, 2])):
        given += ["-x", glob]
    given += random_.choice([[], [], ["-l", "site"], ["-l", "where=../@site", "-l", "kind=part/@operation"]])
    given += random_.choice([[], ["--naming", "per-type"]])
    given += random_.choice([[], [], ["--prefix", "given"]])
    given += random_.choice([[], ["--path-label", "name"], ["--path-label", "none"]])
    given += random_.choice([[], [], ["-r", "//*"], ["-r", "/*/*/@operation"], ["-r", "//part"]])
    return given


def run(arguments, directory, expected):
    done = subprocess.run([PROMFILE, *arguments], cwd=directory, capture_output=True, check=False, timeout=60)
    if done.returncode not in expected:
        raise AssertionError("%r: exit %d\n%s" % (arguments, done.returncode, done.stderr.decode(errors="replace")))
    return done


def case(seed, directory):
    random_ = random.Random(seed)
    files = random_.sample(FILES, random_.choice([1, 1, 2, 3, 6]))
    for name in files:
        path = os.path.join(os.fsencode(directory), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(store(random_))
    given = options(random_)
    common = ["--no-self-metrics", "-n", "app", *files]
    if random_.random() < 0.3:  # rules of the user besides the built-in rules
        with open(os.path.join(directory, "own.toml"), "w", encoding="utf-8") as file:
            file.write("builtin = true\n[[metric]]\nname = 'own_sites'\nvalue = ['@site', '''@x = \"a'b\"''']\n"
                       "aggregate = 'distinct'\nmissing = 'skip'\n"
                       "labels = { type = { value = 'name()', map = { apple = 'malus', else = 'other' } } }\n"
                       "[[group]]\nwhere = '@site'\nlabels = { type = 'name()', site = '@site' }\n"
                       "[[group.metric]]\nname = 'own_rows'\nhelp = 'Rows.'\n"
                       "[[group.metric]]\nname = 'own_named_info'\nhelp = 'Names.'\ntype = 'info'\n"
                       "where = '@operation'\nlabels = { site = false, operation = '@operation' }\n")
        given += ["-c", "own.toml"]
    wanted = run([*given, "--debug", *common], directory, [0, 1])
    printed = run([*given, "--print-rules", *common], directory, [0])
    with open(os.path.join(directory, "rules.toml"), "wb") as file:
        file.write(printed.stdout)
    if wanted.returncode == 1:  # may not be published (a type that is named like the store)
        return
    # The printed file holds the stores, wherever it is read from; they are only called otherwise
    # in the first line, "# Written by promfile from ...".
    path = os.path.join(directory, "rules.toml")
    common = common[:len(common) - len(files)]
    got = run(["-c", path, "--debug", *common], "/", [0])
    if wanted.stdout.split(b"\n", 1)[1] != got.stdout.split(b"\n", 1)[1]:
        raise AssertionError("%r\n--- wanted\n%s--- got\n%s--- rules\n%s" % (
            given, wanted.stdout.decode(), got.stdout.decode(), printed.stdout.decode()))
    again = run(["-c", path, "--print-rules", *common], "/", [0])
    if again.stdout != printed.stdout:
        raise AssertionError("%r: printed once more, the rules differ" % given)


def main():
    passed = failed = 0
    for seed in range(CASES):
        with tempfile.TemporaryDirectory(prefix="promfile-") as directory:
            try:
                case(seed, directory)
                passed += 1
            except AssertionError as error:
                failed += 1
                if failed <= 3:
                    print("seed %d: %s" % (seed, error))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
