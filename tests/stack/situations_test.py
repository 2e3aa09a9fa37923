#!/usr/bin/python3
"""What the alerts of samples/stack/rules do in the situations that hosts get into, by promtool: which
fire at a minute, and that no other ever did. Once for each name that node_exporter's job has.

    tests/stack/situations_test.py [WORDS OF A SITUATION]
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

from situations import SITUATIONS
from stack_files import RULE_FILES, STACK

JOBS = ("node", "node-exporter")
GROUPS = ("limits", "recording", "memory", "by-type", "by-type-memory", "hosts", "files", "sensors")


def notation(values):
    """A list of values in the notation of promtool; a series that ends or pauses gets a stale marker."""
    words, before = [], None
    for value in [*values, None]:
        words.append("stale" if value is None and before is not None else
                     "_" if value is None else repr(value))
        before = value
    return " ".join(words)


def sample_list(text):
    """The samples of "NodeExporterDown 1, PromfileStale 2", counted by alert."""
    pairs = [pair.split() for pair in text.split(", ") if pair]
    return [{"labels": f'{{alertname="{name}"}}', "value": int(count)} for name, count in pairs]


def promtool_test(name, series, moments, ever):
    minutes = max(map(len, series.values()))
    firing = 'ALERTS{alertstate="firing"}'
    checks = [(f"{minute}m", f"count by (alertname) ({firing})", wanted)
              for minute, wanted in moments.items()]
    end = max(minutes - 1, *moments)
    checks.append((f"{end}m", f"count by (alertname) (last_over_time({firing}[{end + 1}m]))", ever))
    return {"name": name, "interval": "1m",
            "input_series": [{"series": text, "values": notation(values)}
                             for text, values in series.items()],
            "promql_expr_test": [{"eval_time": time, "expr": expression,
                                  "exp_samples": sample_list(wanted)}
                                 for time, expression, wanted in checks]}


def complaints(situation, job, directory):
    test = promtool_test(*situation)
    for series in test["input_series"]:
        series["series"] = series["series"].replace('job="node"', f'job="{job}"')
    path = os.path.join(directory, "situation.yml")
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump({
            "rule_files": [os.path.join(STACK, "rules", name + ".yml")
                           for name in RULE_FILES],
            "group_eval_order": ["promfile-" + name for name in GROUPS],
            "evaluation_interval": "1m", "tests": [test]}, file, default_flow_style=False, width=1 << 20)
    result = subprocess.run(["promtool", "test", "rules", path], text=True, timeout=300,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return "" if result.returncode == 0 else result.stdout


def another_store_is_named(directory):
    """Of two stores of which one was repaired and the other broke, the annotation names the latter."""
    [situation] = [found for found in SITUATIONS if found[0].startswith("after a failed first run")]
    test = promtool_test(*situation)
    test["alert_rule_test"] = [{"alertname": "PromfileStoreFailed", "eval_time": "60m",
                                "exp_alerts": [{"exp_labels": {}}]}]
    del test["promql_expr_test"]
    path = os.path.join(directory, "named.yml")
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump({"rule_files": [os.path.join(STACK, "rules", name + ".yml")
                                       for name in ("recording", "alerts")],
                        "group_eval_order": ["promfile-" + name for name in GROUPS if name != "limits"],
                        "evaluation_interval": "1m", "tests": [test]}, file)
    # It fails, and shows the alert that it got.
    shown = subprocess.run(["promtool", "test", "rules", path], text=True, timeout=60,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    [text] = re.findall(r'got:.*?description="(.*?)"', shown, re.S)
    return "" if "/t.xml" in text and "/s.xml" not in text else text


def main():
    if shutil.which("promtool") is None:
        print("skipped: promtool is not installed")
        return 1 if os.environ.get("CI") == "true" else 0
    wanted = " ".join(sys.argv[1:])
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="promfile-situations-") as directory:
        results = [(f"{situation[0]} (job {job})", complaints(situation, job, directory))
                   for situation in SITUATIONS if wanted in situation[0] for job in JOBS]
        if not wanted:
            results.append(("the broken store is named", another_store_is_named(directory)))
    for name, complaint in results:
        passed += not complaint
        failed += bool(complaint)
        if complaint:
            print(f"FAILED {name}:\n{complaint}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
