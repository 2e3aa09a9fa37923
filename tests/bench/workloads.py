"""The workloads of tests/bench/run.sh: the stores, the rules, and the largest cost of each."""
import collections
import subprocess

# rows, depth and operation say to each program where the same things are; start_tags is what expat must find.
# target: processor time, of the expat scan's in the same run.
Shape = collections.namedtuple("Shape", "text rows depth operation options start_tags target")
SHAPES = {
    "flat": Shape("flat", "/*/*", 2, "@operation", [], lambda n: n + 1, 0.14),
    "nested": Shape("nested, rows at level 4 with children", "/store/region/site/*", 4, "@operation",
                    ["-r", "/store/region/site/*"],
                    lambda n: 1 + -(-n // 10000) + -(-n // 100) + 3 * n, 0.12),
    "text": Shape("text elements", "/*/*", 2, "operation", ["-l", "op=operation"], lambda n: 1 + 5 * n,
                  0.14),
    "long": Shape("long text, 3 KB a row", "/*/*", 2, "@operation", [], lambda n: 1 + 2 * n,
                  0.30),
}
# Rules files beside this one: a description, and their limit as a multiple of the expat scan's
# time.
RULES = {
    "five_rules.toml": ("five rules with three labels each", 0.45),
    "one_rule.toml": ("one rule: a condition of two comparisons, a sum, two labels", 0.30),
}


MEBIBYTE = b"x" * (1 << 20)
# Stores at the reading limits (--max-row-size is 16 MiB), for their peak memory: a description, and
# the bytes. In none of these runs is a document, the tree of a row or every value held in memory.
LIMITS = {
    "row": ("a row of 15 MiB", lambda: b"<store><r operation='create'>" + 15 * MEBIBYTE + b"</r></store>"),
    "children": ("a row of a million elements",
                 lambda: b"<store><r operation='create'>" + b"<c v='1'/>\n" * 1_000_000 + b"</r></store>"),
    "small": ("a row of 4 million elements",
              lambda: b"<store><r operation='create'>" + b"<c/>" * 4_000_000 + b"</r></store>"),
    "pieces": ("a row of 3 million pieces of text",
               lambda: b"<store><r operation='create'>" + b"x<i/>" * 3_000_000 + b"</r></store>"),
    "attribute": ("an attribute of 15 MiB",
                  lambda: b"<store><r operation='create' b='" + 15 * MEBIBYTE + b"'/></store>"),
    "attributes": ("a start tag of 500,000 attributes",
                   lambda: b"<store><r operation='create'" +
                   b"".join(b" a%d='%d'" % (n, n) for n in range(500_000)) + b"/></store>"),
    "tags": ("15 open start tags of 1 MiB",
             lambda: b"<store>" + (b"<a b='" + MEBIBYTE + b"'>") * 15 + b"</a>" * 15 + b"</store>"),
    "comment": ("a comment of 64 MiB",
                lambda: b"<store><!--" + 64 * MEBIBYTE + b"--><r operation='create'/></store>"),
    "entities": ("entities that expand to 8 MiB",
                 lambda: b"<!DOCTYPE store [<!ENTITY a '" + 8 * MEBIBYTE[:-512] +
                 b"'>]><store><r operation='create'>&a;</r></store>"),
}
# A first child, and all children and pieces of text, of which a row may have millions.
LIMITS_OPTIONS = ["-l", "child=c", "-l", "children=count(c)", "-l", "texts=count(text())"]
LIMITS_PEAK = 64  # MiB
PEAK = 4  # MiB, of any other


def count(number):
    for unit, text in ((10**6, " M"), (10**3, " k")):
        if number >= unit:
            return f"{number / unit:.3g}{text}"
    return str(number)


def size(number):
    for unit, text in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if number >= unit:
            return f"{number / unit:.3g} {text}"
    return f"{number} bytes"


def limit_store(build, name):
    """The path of a store at the limits."""
    path = build / "stores" / f"limits-{name}.xml"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(LIMITS[name][1]())
    return path


class Store:
    def __init__(self, build, shape, rows):
        self.shape, self.rows = SHAPES[shape], rows
        self.path = build / "stores" / f"{shape}-{rows}.xml"
        generate = build / "peers" / "generate"
        if not self.path.exists() or self.path.stat().st_mtime < generate.stat().st_mtime:
            self.path.parent.mkdir(exist_ok=True)
            part = self.path.with_suffix(".part")
            with open(part, "wb") as output:
                subprocess.run([generate, shape, str(rows)], stdout=output, check=True)
            part.rename(self.path)
        self.size = self.path.stat().st_size

    def __str__(self):
        return f"{self.shape.text}, {count(self.rows)} rows ({size(self.size)})"
