#!/usr/bin/python3
"""The Grafana dashboard against the types that Grafana publishes for dashboards and panels, by the
TypeScript compiler: of the version in docker-compose.yml, and of a later one. npm brings both."""

import json
import os
import re
import sys

from stack_files import STACK, dashboard, panels, read_text
from typescript import JSON_TYPE, complaints, installed, run

LATER = "13.2.3"
FOLDERS = {"timeseries": "TimeSeries", "state-timeline": "StateTimeline", "bargauge": "BarGauge",
           "stat": "Stat", "table": "Table", "gauge": "Gauge"}


def grafana_of_the_stack():
    return re.search(r"grafana/grafana-oss:(\S+)", read_text(os.path.join(STACK, "docker-compose.yml")))[1]


def program(board):
    """A TypeScript module that holds the dashboard, and each panel's options, as constants of their types."""
    lines = ["import type { Dashboard } from '@grafana/schema';"]
    used = sorted({panel["type"] for panel in panels(board)})
    for kind in used:
        folder = kind.replace("-", "")
        lines.append(f"import type * as {folder} from './node_modules/@grafana/schema/dist/esm/raw/"
                     f"composable/{folder}/panelcfg/x/{FOLDERS[kind]}PanelCfg_types.gen';")
    lines.append(JSON_TYPE)
    # The query of an annotation is not a part of the schema.
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


def found_in(version, board):
    return complaints(installed(f"grafana-{version}", f"@grafana/schema@{version}"), program(board))


def the_dashboard_has_grafanas_types(version):
    found = found_in(version, dashboard())
    assert not found, found


def a_wrong_one_is_refused(version):
    """Faults that the other test would not see if the types were lost."""
    board = dashboard()
    board["graphTooltip"] = "both"
    board["templating"]["list"][0]["name"] = 1
    panels(board)[0]["gridPos"]["x"] = "left"
    panels(board)[0]["options"]["colorMode"] = "loud"
    panels(board)[1]["options"]["unheard"] = "of"
    found = found_in(version, board)
    assert found.count("error TS") == 5, found


if __name__ == "__main__":
    sys.exit(run(((the_dashboard_has_grafanas_types, grafana_of_the_stack()),
                  (the_dashboard_has_grafanas_types, LATER), (a_wrong_one_is_refused, LATER))))
