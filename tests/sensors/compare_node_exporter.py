#!/usr/bin/python3
"""Compares the sensors' document with node_exporter's hwmon and thermal_zone metrics of one tree.

compare_node_exporter.py DUMP SYSFS EXPECTED [-v]

SYSFS is a tree or a listing of one, EXPECTED the metrics that node_exporter makes of it. A file in
the tree that holds a relative path is taken for a link that an archive without links has made a
file. Every value that is a reading, a limit or an alarm has to be in the document as the same
quantity; -v lists what is none of these.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from tree import unpack

# node_exporter's metric, without the name of the type: our attribute, and the factor to ours.
ATTRIBUTES = {"": "value", "average": "average", "alarm": "alarm", "fault": "fault",
              "crit": "critical", "lcrit": "lower_critical", "emergency": "emergency"}
TYPES = {"temp": ("temperature", "celsius", 1), "fan": ("fan", "rpm", 1),
         "in": ("voltage", "volts", 1), "curr": ("current", "amps", 1),
         "power": ("power", "watt", 1), "energy": ("energy", "joule_total", 1),
         # node_exporter takes thousandths of a percent for millionths; lm-sensors does not
         "humidity": ("humidity", "", 10), "freq": ("frequency", "freq_mhz", 1e6),
         "intrusion": ("intrusion", "", 1), "pwm": ("pwm", "", 1 / 255)}
# Settings of the chip or of an actuator: not readings, limits or alarms.
SETTINGS = re.compile(r"(beep_enabled|manual|output|pulses|tolerance|auto_point.*|crit_temp.*|floor|"
                      r"mode|start|step.*|stop.*|target_temp|temp_.*|weight.*|div|safe|type|offset|"
                      r"average_interval.*|is_battery|oem_info)$")


def unlinked(source, target):
    """A copy of the tree with its links."""
    shutil.copytree(source, target, symlinks=True)
    subprocess.run(["chmod", "-R", "u+w", target], check=True)
    for directory, _, files in os.walk(target):
        for name in files:
            path = os.path.join(directory, name)
            if not os.path.islink(path):
                with open(path, "rb") as file:
                    text = file.read()
                if text.startswith(b"../") and not text.endswith(b"\n"):
                    os.remove(path)
                    os.symlink(text, path)


def series(path):
    for line in open(path, encoding="utf-8"):
        match = re.match(r"(\w+)\{(.*)\} (\S+)$", line)
        if match:
            yield match[1], dict(re.findall(r'(\w+)="([^"]*)"', match[2])), float(match[3])


def attribute_of(metric):
    """("temperature", "max", factor), or None for a metric that promfile does not have."""
    _, _, kind, rest = (metric + "_").split("_", 3)
    rest = rest.strip("_")
    if kind not in TYPES:
        return None
    element, unit, factor = TYPES[kind]
    for ending in (unit, "celsius" if rest.endswith("alarm_celsius") else ""):
        if ending and rest.endswith(ending):
            rest = rest[:-len(ending)].strip("_")
    if SETTINGS.match(rest):
        return None
    name = ATTRIBUTES.get(rest, rest)
    if rest.endswith("_alarm"):
        name = ATTRIBUTES.get(rest[:-6], rest[:-6]) + "_alarm"
    elif rest.endswith("_hyst"):
        name = ATTRIBUTES.get(rest[:-5], rest[:-5]) + "_hysteresis"
    return element, name, 1 if name.endswith(("alarm", "fault", "enable")) else factor


def is_no_measurement(element, value):
    """Whether a disk reports by an impossible value that there is no limit."""
    return element == "temperature" and not -200 <= value <= 2000


def main(dump, sysfs, expected, *options):
    with tempfile.TemporaryDirectory() as work:
        tree = os.path.join(work, "sys")
        if os.path.isdir(sysfs):
            unlinked(sysfs, tree)
        else:
            unpack(sysfs, tree)
        text = subprocess.run(shlex.split(dump) + [tree], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout
    ours = [row.attrib | {"element": row.tag} for row in xml.etree.ElementTree.fromstring(text)]
    missing, others, found = [], [], 0
    for metric, labels, value in series(expected):
        where = "%s%s %s" % (metric, labels, value)
        if metric == "node_thermal_zone_temp":
            candidates = [r for r in ours if r["chip"] == "%s-thermal-%s" % (labels["type"], labels["zone"])]
            attribute = ("temperature", "value", 1)
        elif metric == "node_hwmon_sensor_label":
            # freq is labelled by node_exporter's own sensor name, which is the feature, too
            candidates = [r for r in ours if r["feature"] == labels["sensor"]]
            if any(r["sensor"] == labels["label"] for r in candidates):
                found += 1
            else:
                missing.append(where)
            continue
        elif labels.get("chip", "").startswith("thermal_") and labels["sensor"] == "temp0":
            others.append(where)  # the zone's own file, once more the chip's temp1
            continue
        elif metric.startswith("node_hwmon_") and attribute_of(metric):
            attribute = attribute_of(metric)
            candidates = [r for r in ours if labels.get("sensor") in (r["feature"], r["sensor"])]
        else:
            others.append(where)
            continue
        element, name, factor = attribute
        if is_no_measurement(element, value):
            others.append(where)
            continue
        # One of ours is used up by each of theirs, so that equal values are counted.
        for row in candidates:
            if name == "average" and name not in row:
                name = "value"  # the chip measures averages alone
            text = row.get(name)
            if row["element"] == element and text is not None and \
                    abs(float(text) - value * factor) < 1e-9 * max(1, abs(value * factor)):
                del row[name]
                found += 1
                break
        else:
            missing.append(where)
    if "-v" in options:
        print("%d found; neither readings nor limits nor alarms:" % found)
        print("\n".join("  " + line for line in others))
    for line in missing:
        print("missing: " + line)
    return 1 if missing or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
