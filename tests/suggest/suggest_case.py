"""A test case that runs promfile --suggest as a user does.

The binary is that of the environment variable PROMFILE, else build/promfile."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", TOP / "build" / "promfile"))

STREAMS = """<rtmp><uptime>122</uptime><naccepted>14</naccepted>
<stream><name>a</name><bytes_in>100</bytes_in><time>118940</time><state>up</state><clients>2</clients></stream>
<stream><name>b</name><bytes_in>200</bytes_in><time>99000</time><state>up</state><clients>0</clients></stream>
</rtmp>"""


class Suggest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text)
        return str(path)

    def run_it(self, *arguments, **more):
        return subprocess.run([PROMFILE, *arguments], capture_output=True, text=True, timeout=60,
                              cwd=self.directory, check=False, **more)

    def suggests(self, *arguments, **more):
        """Prints a configuration that --check has nothing to say about."""
        result = self.run_it("--suggest", *arguments, **more)
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in (result.stdout, self.with_comments(result.stdout)):
            if re.search(r"^store = \[.*/", text, re.M):
                config = self.write("checked.toml", text)
                checked = self.run_it("--check", "--strict", "-c", config)
                self.assertEqual((checked.returncode, checked.stderr), (0, ""), text)
        return result.stdout

    def rule(self, text, name):
        """The lines of one active rule, without the keys of its group."""
        for rule in re.split(r"\n\n", text):
            if f"\nname = '{name}'" in rule:
                return rule[rule.index("[["):]
        self.fail(f"no {name} in\n{text}")

    def metrics(self, config):
        shown = self.run_it("--debug", "--quiet", "--no-self-metrics", "-c", config)
        return [line for line in shown.stdout.splitlines() if not line.startswith("#")]

    @staticmethod
    def with_comments(text):
        """The configuration with its optional rules."""
        return re.sub(r"^#([^ #\n])", r"\1", text, flags=re.M)

    def tier(self, text, name):
        """Is the rule active, a comment or absent?"""
        return ("active" if re.search(f"^name = '{name}'", text, re.M) else
                "comment" if re.search(f"^#name = '{name}'", text, re.M) else "absent")
