"""A strict reader of the Prometheus text format 0.0.4, independent of the program under test."""

import math
import re

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"')
NUMBER = re.compile(r"[+-]?Inf|NaN|-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
PARTS = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("", "_sum", "_count")}
INNER = {"histogram": "le", "summary": "quantile"}


class Malformed(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Malformed(message)


def unescaped(text):
    return ESCAPE.sub(lambda m: "\n" if m[1] == "n" else m[1], text)


class Family:
    def __init__(self, name, help_text):
        self.name, self.help, self.type = name, help_text, None
        self.samples = []  # (name, {label: value}, number, its text)


def number(text):
    require(NUMBER.fullmatch(text), f"{text!r} is not a number")
    return float(text)


def labels_of(text):
    """`{a="b"}` at the beginning of the text, or nothing, and the rest of the text."""
    labels, at = {}, 0
    if not text.startswith("{"):
        return labels, text
    at = 1
    while True:
        label = LABEL.match(text, at)
        require(label, f"bad labels {text!r}")
        require(label[1] not in labels, f"label {label[1]} twice")
        labels[label[1]] = unescaped(label[2])
        at = label.end()
        require(text[at:at + 1] in (",", "}"), f"bad labels {text!r}")
        at += 1
        if text[at - 1] == "}":
            return labels, text[at:]


def parse(data):
    """The comment lines and the families by name, of bytes that are exactly right."""
    require(not data or data.endswith(b"\n"), "no final newline")
    require(b"\0" not in data, "a NUL")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"no UTF-8: {error}") from error
    comments, families, family = [], {}, None
    for line in text.split("\n")[:-1]:
        if line.startswith("# HELP "):
            name, _, help_text = line[7:].partition(" ")
            require(NAME.fullmatch(name), f"bad name {name!r}")
            require(name not in families, f"{name} comes twice")
            require(re.fullmatch(r"(?:[^\\]|\\[\\n])*", help_text), f"bad HELP {help_text!r}")
            require(help_text.strip(" \t"), f"no HELP text of {name}")
            family = families[name] = Family(name, unescaped(help_text.lstrip(" \t")))
        elif line.startswith("# TYPE "):
            name, _, kind = line[7:].partition(" ")
            require(family and family.name == name and family.type is None,
                    f"TYPE of {name} does not follow its HELP")
            require(kind in ("gauge", "counter", "histogram", "summary", "untyped"), kind)
            family.type = kind
        elif line.startswith("#"):
            comments.append(line)
            require(not families, "a comment among the families")
        else:
            name = NAME.match(line)
            require(name and family and family.type, f"bad line {line!r}")
            labels, rest = labels_of(line[name.end():])
            require(rest.startswith(" "), f"bad line {line!r}")
            parts = [family.name + part for part in PARTS.get(family.type, ("",))]
            require(name[0] in parts, f"{name[0]} is not of the family {family.name}")
            family.samples.append((name[0], labels, number(rest[1:]), rest[1:]))
    return comments, families


def series(families):
    """Every sample by its name and labels, as a scraper knows it: labels without a value are no
    labels, and bounds and quantiles are numbers."""
    found = {}
    for family in families.values():
        for name, labels, value, _ in family.samples:
            inner = INNER.get(family.type)
            key = (name, frozenset(
                (label, float(text) if label == inner else text)
                for label, text in labels.items() if text))
            require(key not in found, f"the series {key} comes twice")
            found[key] = value
    return found


def equal(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def check_file(data):
    """Checks the guarantees for every file of promfile, beyond the format. Returns the families."""
    comments, families = parse(data)
    require(len(comments) == 1 and data.startswith(b"# Written by promfile from "),
            "the first line is not a comment of promfile's")
    require(list(families) == sorted(families), "families are not sorted")
    names = {}
    for family in families.values():
        require(not family.name.startswith("__"), f"name {family.name}")
        require(family.samples, f"no samples of {family.name}")
        for name, labels, value, text in family.samples:
            require(names.setdefault(name, family.name) == family.name,
                    f"{name} belongs to {names[name]} and {family.name}")
            require(not any(label.startswith("__") for label in labels), f"labels {labels}")
            require(len(labels) <= 16, f"{len(labels)} labels")
            require(repr(value).replace("e-0", "e-").replace("e+0", "e+").removesuffix(".0")
                    == text.replace("e-0", "e-").replace("e+0", "e+")
                    or "Inf" in text or "NaN" in text or "e" in text or abs(value) >= 1e16,
                    f"{text} is not the shortest form of {value!r}")
        if family.type == "histogram":
            check_histogram(family)
        if family.type == "summary":
            check_parts(family, {f"{family.name}_sum", f"{family.name}_count"})
        if not family.name.startswith("promfile_"):
            require(not re.match(r"(node|go|process|promhttp|scrape)_|up$", family.name),
                    f"the reserved name {family.name}")
    found = series(families)
    check_self_metrics(families)
    return families, found


def groups_of(family):
    groups = {}
    for name, labels, value, _ in family.samples:
        rest = frozenset(item for item in labels.items() if item[0] != INNER[family.type])
        groups.setdefault(rest, []).append((name, labels, value))
    return groups


def check_parts(family, parts):
    for group in groups_of(family).values():
        require(parts <= {name for name, _, _ in group}, f"{family.name} is not whole: {group}")


def check_histogram(family):
    check_parts(family, {family.name + part for part in PARTS["histogram"]})
    for group in groups_of(family).values():
        buckets = [(float(labels["le"]), value) for name, labels, value in group
                   if name.endswith("_bucket")]
        counts = [value for _, value in buckets]
        require(buckets == sorted(set(buckets)), f"{family.name}: the buckets do not rise {buckets}")
        require(counts == sorted(counts), f"{family.name}: not cumulative {buckets}")
        require(all(count >= 0 and count == math.floor(count) for count in counts),
                f"{family.name}: counts are not natural numbers {buckets}")
        count = [value for name, _, value in group if name == family.name + "_count"]
        require(buckets[-1] == (math.inf, count[0]), f"{family.name}: +Inf is not the count")


def check_self_metrics(families):
    if "promfile_build_info" not in families:
        require(not any(name.startswith("promfile_") for name in families), "self-metrics in part")
        return
    ours = sum(len(family.samples) for name, family in families.items()
               if not name.startswith("promfile_"))
    said = families["promfile_series"].samples[0][2]
    require(said == ours, f"promfile_series is {said}, and there are {ours} series")
