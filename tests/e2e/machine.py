"""A machine with sensors: its sysfs tree, the series that it gives, and a history of them and of the
store from before the test, for pictures with something to see."""

import math
import os
import subprocess
import time

# Of each feature: file, label, reading in the kernel's unit, and its other files.
CHIPS = (
    ("coretemp", "isa-0000", "platform", "platform/coretemp.0", (
        ("temp1", "Package id 0", 61000, {"max": 80000, "crit": 100000, "crit_alarm": 0}),
        ("temp2", "Core 0", 58000, {"max": 80000, "crit": 100000, "crit_alarm": 0}),
        ("temp3", "Core 1", 61000, {"max": 80000, "crit": 100000, "crit_alarm": 0}))),
    ("nvme", "pci-0100", "pci", "pci0000:00/0000:01:00.0", (
        ("temp1", "Composite", 42850, {"max": 81850, "crit": 84850, "alarm": 0}),)),
    ("nct6779", "isa-0290", "platform", "platform/nct6775.656", (
        ("fan1", "CPU fan", 1240, {"min": 300, "alarm": 0}),
        ("fan2", "Rear fan", 862, {"min": 300, "alarm": 0}),
        ("in0", "Vcore", 1184, {"min": 0, "max": 1744, "alarm": 0}),
        ("in1", "+12V", 11328, {"min": 11400, "max": 12600, "alarm": 1}),
        ("in2", "+3.3V", 3312, {"min": 2976, "max": 3632, "alarm": 0}),
        ("temp1", "Board", 36500, {}),
        ("temp2", "AUX", None, {"fault": 1}))),
    ("power_meter", "acpi-0", "acpi", "LNXSYSTM:00/ACPI000D:00", (
        ("power1", "Supply", 96500000, {}), ("curr1", "Supply", 420, {}),
        ("energy1", "Supply", 7200000000, {}), ("humidity1", "Intake", 38500, {}))),
)
TYPES = {"temp": ("temperature", "celsius", 1000), "fan": ("fan_speed", "rpm", 1),
         "in": ("voltage", "volts", 1000), "power": ("power", "watts", 1000000),
         "curr": ("current", "amperes", 1000), "energy": ("energy", "joules_total", 1000000),
         "humidity": ("humidity", "ratio", 100000)}
LIMITS = {"max": "max", "min": "min", "crit": "critical"}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{text}\n")


def write_sysfs(root):
    """The tree as the kernel shows it, with the devices and buses that give chips their names."""
    for number, (chip, _, bus, device, features) in enumerate(CHIPS):
        device = os.path.join(root, "devices", device)
        hwmon = os.path.join(device, "hwmon", f"hwmon{number}")
        write(os.path.join(hwmon, "name"), chip)
        for feature, label, reading, others in features:
            write(os.path.join(hwmon, feature + "_label"), label)
            if reading is not None:
                write(os.path.join(hwmon, feature + "_input"), reading)
            for suffix, value in others.items():
                write(os.path.join(hwmon, f"{feature}_{suffix}"), value)
        for directory, name, target in (
                (os.path.join(root, "class", "hwmon"), f"hwmon{number}", hwmon),
                (hwmon, "device", device), (device, "subsystem", os.path.join(root, "bus", bus))):
            os.makedirs(directory, exist_ok=True)
            os.makedirs(target, exist_ok=True)
            os.symlink(os.path.relpath(target, directory), os.path.join(directory, name))


def samples():
    """Every series of the sensors: name, labels, value."""
    for chip, address, _, _, features in CHIPS:
        for feature, label, reading, others in features:
            labels = f'chip="{chip}-{address}",feature="{feature}",sensor="{label}"'
            quantity, unit, divisor = TYPES[feature.rstrip("0123456789")]
            type_label = f'{labels},type="{quantity.split("_")[0]}"'
            if reading is not None:
                yield f"sensor_{quantity}_{unit}", labels, reading / divisor
            for suffix, value in others.items():
                if suffix in LIMITS:
                    yield f"sensor_{quantity}_{LIMITS[suffix]}_{unit}", labels, value / divisor
                elif suffix == "fault":
                    yield "sensor_fault", type_label, value
                else:
                    alarm = "critical" if suffix == "crit_alarm" else "channel"
                    yield "sensor_alarm", f'{type_label},alarm="{alarm}"', value


def wave(moment, number):
    """A line that looks measured, between -1 and 1."""
    return (0.55 * math.sin(moment / 2600 + number / 3) + 0.25 * math.sin(moment / 911 + number)
            + 0.12 * math.sin(moment / 397 + 2 * number)
            + 0.08 * math.sin(moment * (7919 + number)))


def history(value, number, swing, now):
    """The past of a value: a function of time whose present result is the value."""
    return lambda moment: max(0, value + swing * (wave(moment, number) - wave(now, number)))


def write_history(directory, data, target, rows, hours=6):
    """Samples of the last hours, each minute, as blocks of a Prometheus that is not running yet.
    `target` are the labels of a scraped series, `rows` the store's rows by their labels. The last
    five minutes are left out, so that an instant query sees none of it."""
    now = int(time.time())
    moments = range(now - hours * 3600, now - 305, 60)
    lines = []

    def family(name, series, swing, digits):
        lines.append(f"# TYPE {name} gauge\n")
        for number, (labels, value) in enumerate(series):
            at = history(value, number, swing(value), now)
            lines.extend(f"{name}{{{labels},{target}}} {round(at(moment), digits)} {moment}\n"
                         for moment in moments)

    family("store_rows", rows.items(), lambda value: value / 2, 0)
    for name, swing, digits in (("sensor_temperature_celsius", 7, 0), ("sensor_fan_speed_rpm", 90, 0),
                                ("sensor_power_watts", 18, 1)):
        family(name, [(labels, value) for family_name, labels, value in samples()
                      if family_name == name], lambda _, swing=swing: swing, digits)
    text = os.path.join(directory, "history.om")
    with open(text, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.write("# EOF\n")
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "-q", text, data],
                   check=True, timeout=60, stdout=subprocess.DEVNULL)
