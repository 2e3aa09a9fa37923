#!/usr/bin/python3
"""The workflow pins the actions of others, has no permission to write, and names existing parts."""
import pathlib
import re
import sys

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
registry = (TOP / "tests/registry.cmake").read_text()
names, labels = zip(*re.findall(r"^ *part\((\w+) +([\w-]+)", registry, re.M))
faults = []
for path in sorted((TOP / ".github/workflows").glob("*.yml")):
    workflow = yaml.safe_load(path.read_text())
    if workflow.get("permissions") != {"contents": "read"}:
        faults.append("it may do more than read")
    for job in workflow["jobs"].values():
        if "timeout-minutes" not in job:
            faults.append("a job has no limit of time")
        for step in job["steps"]:
            if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}|none", step.get("uses", "none")):
                faults.append(f"{step['uses']} is not pinned to a commit")
        for entry in job.get("strategy", {}).get("matrix", {}).get("include", []):
            unknown = set(entry["parts"].split()) - {*names, *labels}
            faults += [f"there is no part {part}" for part in sorted(unknown)]
print("\n".join(faults))
print(f"{int(not faults)} passed, {len(faults)} failed")
sys.exit(bool(faults))
