"""The mutations of a C++ source: each changes one operator, constant or condition, or removes one
statement. They rely on the project's format: binary operators stand between spaces, brackets of
templates and marks of references do not."""

import collections
import re

Mutant = collections.namedtuple("Mutant", "file line kind before after text key")

OPERATORS = {
    "relation": {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="},
    "arithmetic": {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=", "|": "&", "&": "|",
                   "|=": "&=", "<<": ">>", ">>": "<<"},
    "logic": {"&&": "||", "||": "&&"},
}
# What a rule replaces is the group `x`; the rule is a function of its text.
RULES = [
    *((kind, re.compile(rf"(?<= )(?P<x>{re.escape(old)})(?= )"), lambda _, new=new: new)
      for kind, pairs in OPERATORS.items() for old, new in pairs.items()),
    ("arithmetic", re.compile(r"(?P<x>\+\+|--)(?=[\w(*])"), lambda old: "--" if old == "++" else "++"),
    ("constant", re.compile(r"(?<![\w.'])(?P<x>0x[0-9a-fA-F]+|\d+)(?=U?\b)(?![\da-tv-zA-TV-Z_.]|'\d)(?=[^\"]|$)"),
     lambda old: oct(int(old, 8) + 1).replace("o", "") if re.match("0[0-7]", old) else str(int(old, 0) + 1)),
    ("constant", re.compile(r"\b(?P<x>true|false)\b"), lambda old: "false" if old == "true" else "true"),
    ("condition", re.compile(r"(?P<x>!)(?=[\w(])"), lambda _: ""),
]
CONDITION = re.compile(r"\b(?:if|while) \(")
NAME = r"[\w:.*\->\[\]()]+?"
STATEMENT = re.compile(
    r"(?:return\b.*|throw .*|break|continue|(?:\+\+|--).*"
    rf"|{NAME} (?:[-+*/%|&^]|<<|>>)?= .*"                    # no declaration, which has two words
    rf"|[\w:.]+(?:->[\w:.]+|\[[^\]]*\]|\([^()]*\)[.\->]+\w+)*\(.*\))",
    re.S)
BLANK = re.compile(r"//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])'|^ *#[^\n]*|\bstatic_assert\([^;]*;", re.M)


def blanked(source):
    """The source with spaces for comments, texts, characters and directives."""
    return BLANK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def closing(code, begin):
    depth = 0
    for place in range(begin, len(code)):
        depth += {"(": 1, ")": -1}.get(code[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is open at the end")


def edits(code):
    """(kind, begin, end, text instead) of each mutation."""
    for kind, pattern, replacement in RULES:
        for found in pattern.finditer(code):
            yield kind, found.start("x"), found.end("x"), replacement(found["x"])
    for found in CONDITION.finditer(code):
        end = closing(code, found.end() - 1)
        inside = code[found.end():end]
        declares = ";" in inside or re.match(r"const |auto ", inside)
        negated_otherwise = not re.search("&&|\\|\\|", inside) and re.search(" [!=]= |^!", inside)
        if not declares and not negated_otherwise:
            yield "condition", found.end(), end, "!(" + "\0" + ")"
    begin = 0
    for found in re.finditer(r"[;{}]|\bcase [^;]*?:\n|\bdefault:\n", code):
        text = code[begin:found.start()]
        start = begin + len(text) - len(text.lstrip())
        head = re.match(r"(?:else |do )*", code[start:])
        start += head.end()
        for guard in iter(lambda: re.match(r"(?:else )?(?:if|for|while) \(", code[start:]), None):
            start = closing(code, start + guard.end() - 1) + 1
            start += len(code[start:]) - len(code[start:].lstrip())
        if found[0] == ";" and start < found.start() and STATEMENT.fullmatch(code[start:found.start()]):
            yield "statement", start, found.start(), ""
        begin = found.end()


def mutants(file, source):
    """All mutants of the source. `key` names one by the text of its line, and so outlives other edits."""
    code = blanked(source)
    seen = collections.Counter()
    for kind, begin, end, instead in sorted(edits(code), key=lambda edit: (edit[1], edit[2], edit[3])):
        before = source[begin:end]
        after = instead.replace("\0", before)
        line_begin = source.rfind("\n", 0, begin) + 1
        line_end = source.find("\n", end)
        line = " ".join(source[line_begin:line_end].split())
        key = f"{file}: {line} [{' '.join(before.split())} -> {' '.join(after.split())}]"
        seen[key] += 1
        if seen[key] > 1:
            key += f" {seen[key]}"
        yield Mutant(file, source.count("\n", 0, begin) + 1, kind, before, after,
                     source[:begin] + after + source[end:], key)
