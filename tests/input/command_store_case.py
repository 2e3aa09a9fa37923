"""A test case that runs promfile with commands as stores.

The binary is that of the environment variable PROMFILE, else build/promfile."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", SOURCE / "build/promfile"))
DOCUMENT = "<s><r v='1'/><r v='2'/></s>"
RULES = """
[[metric]]
name = "r"
help = "Rows."
rows = "/s/r"
labels = { path = "$path" }
"""
ROWS = 'r{path="it"} 2'


def toml(text):
    return json.dumps(text)


def command_line(pid):
    """The words of a process that still runs; none of one that is gone or a zombie."""
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]
    except OSError:
        return []


class CommandStoreCase(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="promfile-"))
        self.directory.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.directory, True)
        self.out = self.directory / "out"
        self.out.mkdir()

    def configuration(self, command, keys="", more="", rules=RULES):
        """A configuration with one command called "it"."""
        words = ", ".join(map(toml, command))
        path = self.directory / "app.toml"
        path.write_text(f"store = [{{ command = [{words}], name = 'it'{keys} }}]\n"
                        f"textfile-directory = 'out'\n{more}\n{rules}")
        path.chmod(0o644)
        return str(path)

    def run_it(self, *arguments, seconds=20, **more):
        more = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                "cwd": self.directory, **more}
        return subprocess.run([PROMFILE, *arguments], timeout=seconds, text=True, check=False,
                              **more)

    def series(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        return [line for line in result.stdout.splitlines() if not line.startswith("#")]

    def shell(self, script, keys="", *arguments, more="", **options):
        """Runs a script of sh as the store, and returns how --debug ended."""
        config = self.configuration(["sh", "-c", script], keys, more)
        return self.run_it("-d", "-q", "-c", config, *arguments, **options)

    def reads(self, script, keys="", **options):
        self.assertEqual(self.series(self.shell(script, keys, **options)), [ROWS])

    def fails(self, script, sentence, keys="", *arguments, **options):
        result = self.shell(script, keys, *arguments, **options)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertEqual(result.stderr, f"promfile: error: {sentence}\n")

    def nothing_is_left(self, mark):
        """No process has this word in its command line."""
        until = time.monotonic() + 3
        left = [mark]
        while left and time.monotonic() < until:
            left = [pid for pid in filter(str.isdigit, os.listdir("/proc"))
                    if mark.encode() in b" ".join(command_line(pid)) and int(pid) != os.getpid()]
            time.sleep(0.01)
        self.assertEqual(left, [])
