#!/usr/bin/python3
"""Compares the document of the sensors with the output of `sensors -u -A` (lm-sensors) for the same tree.

compare_lm_sensors.py DUMP LISTING [CONF | CONF DIRECTORY]

DUMP is a command that prints the document of the sysfs directory given to it, as dump_sensors does:
without lm-sensors' configuration, with --conf CONF, or with the machine's own (--machine-conf); the
last when CONF and the files of DIRECTORY are put in place of those in /etc. libsensors reads /sys alone, and only if that is a sysfs: in a
mount namespace of its own the tree's class, devices and bus are bound over those of /sys.

Exit status: 0 equal, 1 different, 77 where libsensors cannot run; with CI=true this is a failure.
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

# libsensors' names of the attributes, which follow the feature's.
ATTRIBUTES = {
    "input": "value", "average": "average", "lowest": "lowest", "highest": "highest",
    "input_lowest": "lowest", "input_highest": "highest", "average_lowest": "average_lowest",
    "average_highest": "average_highest", "min": "min", "max": "max", "crit": "critical",
    "lcrit": "lower_critical", "emergency": "emergency", "min_hyst": "min_hysteresis",
    "max_hyst": "max_hysteresis", "crit_hyst": "critical_hysteresis",
    "lcrit_hyst": "lower_critical_hysteresis", "emergency_hyst": "emergency_hysteresis",
    "cap": "cap", "cap_hyst": "cap_hysteresis", "alarm": "alarm", "min_alarm": "min_alarm",
    "max_alarm": "max_alarm", "crit_alarm": "critical_alarm",
    "lcrit_alarm": "lower_critical_alarm", "emergency_alarm": "emergency_alarm",
    "cap_alarm": "cap_alarm", "fault": "fault",
}
SETTINGS = {"beep", "type", "offset", "pulses", "div", "average_interval", "vid", "enable"}
# Files that libsensors does not know.
OURS_ALONE = {"target", "enable", "passive", "active", "hot", "rated_min", "rated_max", "cap_min",
              "cap_max"}
OUR_TYPES = {"frequency", "pwm"}
VALUE_ALONE = {"humidity", "energy"}


def of_sensors(text):
    """[(chip, {feature: (label, {attribute: value})})] from the output of sensors -u -A."""
    chips = []
    for block in text.split("\n\n"):
        lines = block.splitlines()
        if not lines:
            continue
        features = {}
        label = None
        for line in lines[1:]:
            if not line.startswith("  "):
                label = line[:-1]
                continue
            name, value = line.strip().split(": ")
            feature, _, suffix = name.partition("_")
            if suffix not in SETTINGS:
                row = features.setdefault(feature, (label, {}))
                row[1][ATTRIBUTES[suffix]] = float(value)
        if features:
            chips.append((lines[0], features))
    for _, features in chips:
        for feature, (label, row) in features.items():
            if "average" in row and "value" not in row:
                row["value"] = row.pop("average")
    return chips


def of_document(text):
    chips = {}
    for row in xml.etree.ElementTree.fromstring(text):
        if row.tag in OUR_TYPES or re.match(r".*-thermal-|hwmon\d+-virtual", row.get("chip")):
            continue  # a thermal zone, or a chip without a name
        attributes = dict(row.attrib)
        chip, feature, label = (attributes.pop(k) for k in ("chip", "feature", "sensor"))
        factor = 100 if row.tag == "humidity" else 1
        values = {name: float(value) * (1 if "alarm" in name or name == "fault" else factor)
                  for name, value in attributes.items() if name not in OURS_ALONE
                  and (name == "value" or row.tag not in VALUE_ALONE)}
        if values:
            chips.setdefault(chip, {})[feature] = (label, values)
    return [(chip.partition("#")[0], features) for chip, features in chips.items()]


def close(a, b):
    return abs(a - b) <= 0.00051 + 1e-9 * abs(b)


def left_out(feature, name, value, row):
    """Lines of sensors(1) that are not measurements."""
    if name == "value" and row.get("fault"):
        return True
    return feature.startswith("temp") and not -200 <= value <= 2000


def differences(theirs, ours):
    key = lambda chip: (chip[0], sorted((f, l) for f, (l, _) in chip[1].items()),
                        sorted((f, sorted(v.items())) for f, (_, v) in chip[1].items()))
    theirs, ours = sorted(theirs, key=key), sorted(ours, key=key)
    if [name for name, _ in theirs] != [name for name, _ in ours]:
        yield "chips: sensors %s, promfile %s" % ([c[0] for c in theirs], [c[0] for c in ours])
        return
    for (chip, their), (_, our) in zip(theirs, ours):
        for feature in sorted(set(their) | set(our)):
            their_label, their_row = their.get(feature, (None, {}))
            our_label, our_row = our.get(feature, (None, {}))
            if their_label != our_label:
                yield "%s %s: label %r, promfile %r" % (chip, feature, their_label, our_label)
            for name in sorted(set(their_row) | set(our_row)):
                a, b = their_row.get(name), our_row.get(name)
                if b is None and left_out(feature, name, a, their_row):
                    continue
                if a is None or b is None or not close(b, a):
                    yield "%s %s %s: %s, promfile %s" % (chip, feature, name, a, b)


def inside(dump, tree, conf="", directory=""):
    """In the namespace: both outputs of the same /sys and the same /etc."""
    for name in ("class", "devices", "bus"):
        os.makedirs(os.path.join(tree, name), exist_ok=True)
        subprocess.run(["mount", "--bind", os.path.join(tree, name), "/sys/" + name], check=True)
    theirs, ours = ["-c", conf or "/dev/null"], ["--conf", conf] if conf else []
    if directory:
        subprocess.run(["mount", "--bind", conf, "/etc/sensors3.conf"], check=True)
        subprocess.run(["mount", "--bind", directory, "/etc/sensors.d"], check=True)
        theirs, ours = [], ["--machine-conf"]
    sensors = subprocess.run(["sensors", "-u", "-A"] + theirs, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, errors="replace")
    print(sensors.stdout if "No sensors found" not in sensors.stdout else "")
    sys.stderr.write(sensors.stderr)
    print("====")
    sys.stdout.flush()
    subprocess.run(shlex.split(dump) + ["/sys"] + ours, check=True)


def skip(why):
    print("skipped: " + why)
    return 1 if os.environ.get("CI") == "true" else 77


def main(dump, listing, *conf):
    if shutil.which("sensors") is None:
        return skip("lm-sensors is not installed")
    if subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return skip("no right to a mount namespace")
    if len(conf) > 1 and not (os.path.exists("/etc/sensors3.conf") and
                              os.path.isdir("/etc/sensors.d")):
        return skip("lm-sensors' configuration is not installed")
    with tempfile.TemporaryDirectory() as tree:
        if os.path.isdir(listing):
            tree = listing
        else:
            unpack(listing, tree)
        result = subprocess.run(
            ["unshare", "-m", sys.executable, os.path.abspath(__file__), "--inside", dump, tree,
             *map(os.path.abspath, conf)], stdout=subprocess.PIPE, text=True, errors="replace")
    if result.returncode != 0:
        print("the comparison could not run")
        return 1
    theirs, _, ours = result.stdout.partition("====\n")
    found = list(differences(of_sensors(theirs), of_document(ours)))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(*sys.argv[2:])
    else:
        sys.exit(main(*sys.argv[1:]))
