#!/usr/bin/python3
"""The Grafana dashboard against the types that Grafana publishes for dashboards and panels, by the
TypeScript compiler: of the version in docker-compose.yml, and of a later one. npm brings both."""

import json
import os
import re
import shutil
import subprocess
import sys

from stack_files import ROOT, STACK, dashboard, panels, read_text

TYPESCRIPT = "typescript@5.9.3"
LATER = "13.2.3"
FOLDERS = {"timeseries": "TimeSeries", "state-timeline": "StateTimeline", "bargauge": "BarGauge",
           "stat": "Stat", "table": "Table", "gauge": "Gauge"}

# An enum of the schema is a text in JSON, so texts of the values of an enum stand for it.
PREAMBLE = """\
type Json<T> = T extends string ? `${T}` : T extends (infer U)[] ? Json<U>[]
  : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
"""


class Skipped(Exception):
    pass


def grafana_of_the_stack():
    return re.search(r"grafana/grafana-oss:(\S+)", read_text(os.path.join(STACK, "docker-compose.yml")))[1]


def install(version):
    """The directory of the node_modules for a version of the schema, kept in build/."""
    directory = os.path.join(ROOT, "build", "grafana-schema", version)
    if not os.path.isdir(os.path.join(directory, "node_modules", "@grafana", "schema")):
        if shutil.which("npm") is None:
            raise Skipped("npm is not installed")
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, "package.json"), "w", encoding="utf-8") as file:
            file.write("{}\n")
        result = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
             f"@grafana/schema@{version}", TYPESCRIPT], cwd=directory, text=True, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            shutil.rmtree(directory)
            raise Skipped(f"npm cannot install @grafana/schema: {result.stdout[-200:]}")
    return directory


def program(board):
    """A TypeScript module that holds the dashboard, and each panel's options, as constants of their types."""
    lines = ["import type { Dashboard } from '@grafana/schema';"]
    used = sorted({panel["type"] for panel in panels(board)})
    for kind in used:
        folder = kind.replace("-", "")
        lines.append(f"import type * as {folder} from './node_modules/@grafana/schema/dist/esm/raw/"
                     f"composable/{folder}/panelcfg/x/{FOLDERS[kind]}PanelCfg_types.gen';")
    lines.append(PREAMBLE)
    # What an annotation asks its data source is not a part of the schema.
    for annotation in board["annotations"]["list"]:
        for key in ("expr", "step", "titleFormat", "textFormat"):
            annotation.pop(key, None)
    lines.append(f"export const dashboard: Json<Dashboard> = {json.dumps(board)};")
    for panel in panels(board):
        kind = panel["type"].replace("-", "")
        custom = panel["fieldConfig"]["defaults"]["custom"]
        lines.append(f"// {panel['title']}")
        lines.append(f"export const options{panel['id']}: Partial<Json<{kind}.Options>> = "
                     f"{json.dumps(panel['options'])};")
        if custom:
            lines.append(f"export const custom{panel['id']}: Partial<Json<{kind}.FieldConfig>> = "
                         f"{json.dumps(custom)};")
    return "\n".join(lines) + "\n"


def complaints(version, board):
    directory = install(version)
    path = os.path.join(directory, "dashboard.ts")
    with open(path, "w", encoding="utf-8") as file:
        file.write(program(board))
    result = subprocess.run(
        ["node", "node_modules/typescript/lib/tsc.js", "--noEmit", "--strict", "--skipLibCheck", "--target",
         "es2022", "--module", "esnext", "--moduleResolution", "bundler", "dashboard.ts"],
        cwd=directory, text=True, timeout=300, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return "" if result.returncode == 0 else result.stdout


def the_dashboard_has_grafanas_types(version):
    found = complaints(version, dashboard())
    assert not found, found


def a_wrong_one_is_refused(version):
    """What the other test would not see if the types were lost."""
    board = dashboard()
    board["graphTooltip"] = "both"
    board["templating"]["list"][0]["name"] = 1
    panels(board)[0]["gridPos"]["x"] = "left"
    panels(board)[0]["options"]["colorMode"] = "loud"
    panels(board)[1]["options"]["unheard"] = "of"
    found = complaints(version, board)
    assert found.count("error TS") == 5, found


def main():
    passed = failed = 0
    for test, version in ((the_dashboard_has_grafanas_types, grafana_of_the_stack()),
                          (the_dashboard_has_grafanas_types, LATER),
                          (a_wrong_one_is_refused, LATER)):
        try:
            test(version)
            passed += 1
        except Skipped as reason:
            print(f"skipped: {reason}")
        except AssertionError as error:
            failed += 1
            print(f"FAILED {test.__name__} of {version}: {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
