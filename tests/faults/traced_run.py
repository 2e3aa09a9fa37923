"""Runs of promfile under strace with one fault each, for the sweeps over system calls.

A Scenario is a command line over files of its own. Its standing file holds an earlier state of the
data, so that the old file, the new one and a republished old one can be told apart."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from harness import write

TIME_LIMIT = 60  # seconds for one run
# No run could go on after the first ones, and strace starts the program with execve. The kernel reports
# no error through brk (failing_memory.cpp fails allocations), and a process may always end its children.
NOT_SWEPT = {"execve", "exit", "exit_group", "rt_sigreturn", "brk", "kill"}
LEFTOVER = ".gone.prom.0123456789abcdef.tmp"
NEIGHBOUR = "# HELP good_value A neighbour.\n# TYPE good_value gauge\ngood_value 42\n"
OLD_STORE = '<store>\n<a operation="create" n="1"/>\n</store>\n'
NEW_STORE = '<store>\n<a operation="create" n="1"/>\n<b operation="update" n="2"/>\n</store>\n'
RULE = """
[[metric]]
name = "fault_value"
help = "A value."
rows = "/store/*"
where = "@n > 0"
value = "@n"
aggregate = "sum"
labels = { type = "name()" }
"""
# A command that leaves a process of its own behind, and tells the process ids of both.
COMMAND = """#!/bin/sh
sleep 300 >/dev/null 2>&1 &
echo $$ $! >>pids
cat store.xml
"""
# A process of the run has ended with all that it began within this time, in seconds.
END_OF_CHILDREN = 5


def make_files(directory):
    """Makes all files that scenarios use, the store in its old state."""
    write(directory, "store.xml", OLD_STORE)
    write(directory, "app.toml", 'store = ["store.xml"]\ntextfile-directory = "out"\n' + RULE)
    write(directory, "command.toml",
          f'store = [{{ command = ["{directory}/command.sh"], name = "command" }}]\n'
          f'textfile-directory = "out"\nname = "app"\n' + RULE)
    script = COMMAND.replace("pids", f"{directory}/pids").replace("store.xml", f"{directory}/store.xml")
    os.chmod(write(directory, "command.sh", script), 0o755)
    write(directory, "sys/class/hwmon/hwmon0/name", "chip\n")
    write(directory, "sys/class/hwmon/hwmon0/temp1_input", "45000\n")
    write(directory, "sys/class/hwmon/hwmon0/temp1_label", "CPU\n")
    write(directory, "sys/class/hwmon/hwmon0/fan1_input", "1200\n")
    write(directory, "out/good.prom", NEIGHBOUR)


PUBLISHING = {
    "store": ["-o", "{}/out", "-n", "app", "{}/store.xml"],
    "rules": ["-c", "{}/app.toml"],
    "sensors": ["-o", "{}/out", "-n", "app", "--sensors", "--sysfs", "{}/sys", "{}/store.xml"],
    "command": ["-c", "{}/command.toml"],
}
LOOKING = {
    "check": ["-c", "{}/app.toml", "--check"],
    "debug": ["--debug", "-o", "{}/out", "-n", "app", "--sensors", "--sysfs", "{}/sys", "{}/store.xml"],
    "suggest": ["--suggest", "-o", "{}/out", "{}/store.xml"],
}


def data_lines(content):
    """The samples of a .prom file without promfile's own metrics."""
    return [line for line in content.splitlines() if not line.startswith(b"#")
            and not line.startswith(b"promfile_")]


def value_of(content, metric):
    """The sum of the values of a metric of promfile's own."""
    return sum(float(line.rsplit(b" ", 1)[1]) for line in content.splitlines()
               if line.startswith(metric.encode() + b"{"))


def without_times(messages):
    """The lines of standard error, of which --debug says how long each store took."""
    return [re.sub(r" in [\d.]+ m?s .*", "", line) for line in messages.splitlines()]


class Scenario:
    def __init__(self, name, program, directory):
        self.name, self.program, self.directory = name, program, directory
        self.publishes = name in PUBLISHING
        self.arguments = [word.format(directory) for word in {**PUBLISHING, **LOOKING}[name]]
        # What a fault of the system costs in waiting has to be short here.
        self.arguments += ["--store-timeout", "1", "--run-timeout", "2", "--sensors-timeout", "0.5"]
        self.out = os.path.join(directory, "out")
        make_files(directory)
        if self.publishes:
            self.plain_run()
            self.old = self.read()
        else:
            subprocess.run([program, "-q", "-c", f"{directory}/app.toml"], check=True)
            self.old = self.read()
        write(directory, "store.xml", NEW_STORE)
        result = self.plain_run()
        self.stdout, self.stderr = result.stdout, result.stderr
        self.new = self.read()
        if self.publishes:
            assert data_lines(self.old) != data_lines(self.new) != [], (self.old, self.new)
            assert self.publishes == (self.old != self.new)

    def plain_run(self):
        result = self.run([])
        assert result.returncode == 0, (self.name, result.returncode, result.stderr)
        self.end_children()
        return result

    def run(self, before):
        """Runs it with the words of `before` in front, in a session of its own: a signal that a run sends
        to its own process group ends nothing but the run."""
        return subprocess.run([*before, self.program, *self.arguments], stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIME_LIMIT, check=False,
                              start_new_session=True)

    def read(self):
        """The published file; nothing if it is gone."""
        if "app.prom" not in os.listdir(self.out):
            return b""
        with open(os.path.join(self.out, "app.prom"), "rb") as file:
            return file.read()

    def restore(self):
        """Puts the old file back, beside a temporary file that a killed run has left."""
        for name in os.listdir(self.out):
            if name != "good.prom":
                os.unlink(os.path.join(self.out, name))
        with open(os.path.join(self.out, "app.prom"), "wb") as file:
            file.write(self.old)
        with open(os.path.join(self.out, LEFTOVER), "wb"):
            pass

    def state(self):
        """All of the directory: names, inodes, times, contents."""
        found = []
        for name in sorted(os.listdir(self.out)):
            path = os.path.join(self.out, name)
            status = os.stat(path)
            with open(path, "rb") as file:
                found.append((name, status.st_ino, status.st_mode, status.st_mtime_ns, status.st_ctime_ns,
                              file.read()))
        return found

    def children(self):
        """The process ids that the command of the last run has told and that still run."""
        path = os.path.join(self.directory, "pids")
        if not os.path.exists(path):
            return []
        with open(path, encoding="ascii") as file:
            return [int(pid) for pid in file.read().split() if pid.isdigit() and is_running(int(pid))]

    def end_children(self):
        """Waits until no process of the command runs any more; returns the ids of those that stay."""
        deadline = time.monotonic() + END_OF_CHILDREN
        while self.children() and time.monotonic() < deadline:
            time.sleep(0.005)
        left = self.children()
        if os.path.exists(os.path.join(self.directory, "pids")):
            os.unlink(os.path.join(self.directory, "pids"))
        return left

    def calls(self):
        """The system calls of a run as pairs of name and number: the number counts the calls of this
        name in one process. Those before main, of the loader, are left out."""
        self.restore()
        log = os.path.join(self.directory, "strace.log")
        result = self.run(["strace", "-f", "-qq", "-o", log])
        assert result.returncode == 0, result.stderr
        self.end_children()
        with open(log, encoding="utf-8", errors="replace") as file:
            lines = [line.split(None, 1) for line in file]
        os.unlink(log)
        first, in_main = lines[0][0], False
        counts, found, before_main = {}, {}, set()
        for pid, text in lines:
            match = re.match(r"([a-z0-9_]+)\(", text)
            if not match or match[1] in NOT_SWEPT:
                continue
            name = match[1]
            in_main = in_main or (pid == first and "rt_sigaction(SIGXFSZ" in text)
            number = counts[pid, name] = counts.get((pid, name), 0) + 1
            if pid == first and not in_main:
                before_main.add((name, number))
            else:
                found[name, number] = None
        return [call for call in found if call not in before_main]


def enter_namespace():
    """Starts the script again in a process namespace of its own where it may: whatever signals a run
    under faults sends, they stay there, and no process outlives the script."""
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() == 0 and "FAULTS_UNSHARED" not in os.environ:
        if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            os.environ["FAULTS_UNSHARED"] = "1"
            os.execvp(command[0], [*command, sys.executable, *sys.argv])


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def scenarios(names, program, root):
    """Makes the scenarios of these names one after the other, each in a directory of its own."""
    for name in names:
        directory = os.path.join(root, name)
        os.makedirs(directory)
        os.chmod(directory, 0o755)
        yield Scenario(name, program, directory)
        shutil.rmtree(directory)


def report(results):
    """Prints the failures of `results`, which are a title, a number of runs and a list of failures each,
    then the count of all, and ends the program."""
    total = failed = 0
    for title, runs, wrong in results:
        total += runs
        failed += len(wrong)
        print("".join(f"FAILED {line}\n" for line in wrong), end="")
        if "-v" in sys.argv:
            print(f"{title}: {runs} runs")
    print(f"{total - failed} passed, {failed} failed")
    sys.exit(bool(failed))


def report_sweeps(names, program, sweep):
    """Reports `sweep(scenario)`, a number of runs and a list of failures, for each of the scenarios."""
    with tempfile.TemporaryDirectory(prefix="promfile-sweep-") as root:
        os.chmod(root, 0o755)
        report((scenario.name, *sweep(scenario)) for scenario in scenarios(names, program, root))
