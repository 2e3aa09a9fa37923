"""Shared by the tests of samples/stack: reading its files, and the queries in them."""

import json
import os
import re

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STACK = os.path.join(ROOT, "samples", "stack")
KUBERNETES = os.path.join(ROOT, "samples", "kubernetes")
# In the order in which each needs the ones before.
RULE_FILES = ("limits", "recording", "by_type", "alerts")
DASHBOARD = os.path.join(STACK, "grafana", "dashboards", "promfile.json")

# A metric name with or without matchers, or matchers alone, and then a range.
STRING = r'"(?:[^"\\]|\\.)*"'
TOKEN = re.compile(rf"""(?P<space>\s+|\#[^\n]*) | (?P<string>{STRING})
    | (?P<matchers>\{{(?:[^"{{}}]|{STRING})*\}}) | (?P<range>\[[^\]]*\])
    | (?P<name>[A-Za-z_:][A-Za-z0-9_:]*) | (?P<number>[0-9.][0-9.a-zA-Z]*) | (?P<other>.)""", re.X)
WORDS = {"and", "or", "unless", "bool", "offset", "inf", "nan"}
LABEL_LISTS = {"by", "without", "on", "ignoring", "group_left", "group_right"}


def read_text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_yaml(path):
    return list(yaml.safe_load_all(read_text(path)))


def uncommented(path):
    """The document of a YAML file with its optional parts: "#key:" and the lines below, without the #."""
    return yaml.safe_load(re.sub(r"(?m)^#(?=\w+:$| {2,}(?:- )?\w+:(?: |$))", "", read_text(path)))


def dashboard():
    return json.loads(read_text(DASHBOARD))


def rules():
    """Every rule of samples/stack/rules."""
    directory = os.path.join(STACK, "rules")
    return [rule for name in sorted(os.listdir(directory))
            for group in read_yaml(os.path.join(directory, name))[0]["groups"]
            for rule in group["rules"]]


def selectors(expression):
    """The vector selectors of a PromQL expression, each without its range, in order."""
    tokens = [(match.lastgroup, match.group()) for match in TOKEN.finditer(expression)
              if match.lastgroup != "space"]
    found = []
    position = 0
    while position < len(tokens):
        kind, text = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ("", "")
        if kind == "name" and text.lower() in LABEL_LISTS and following[1] == "(":
            while tokens[position][1] != ")":
                position += 1
        elif kind == "name" and following[0] == "matchers":
            found.append(text + following[1])
            position += 1
        elif kind == "name" and following[1] != "(" and text.lower() not in WORDS | LABEL_LISTS:
            # An aggregation may have its labels before its parentheses: `sum by (a) (b)`.
            if following[1].lower() not in ("by", "without"):
                found.append(text)
        elif kind == "matchers":
            found.append(text)
        position += 1
    return found


def panels(board):
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def variables(board):
    return {variable["name"]: variable for variable in board["templating"]["list"]}


def substituted(query, values):
    """A query of the dashboard with its variables as Grafana puts them in."""
    return re.sub(r"\$\{(\w+)(?::\w+)?\}|\$(\w+)",
                  lambda match: values[match.group(1) or match.group(2)], query)
