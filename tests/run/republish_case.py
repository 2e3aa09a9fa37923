"""A test case that publishes a store again and again, and looks at the file.

The binary is that of the environment variable PROMFILE, else build/promfile."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", TESTS.parent / "build/promfile"))
sys.argv.insert(1, PROMFILE)  # as the harness wants it
sys.path.insert(0, str(TESTS / "faults"))

# pylint: disable=wrong-import-position
from exporter_test import EXPORTER, exporter
from harness import temporary_files

STORE = ('<store><fruit kind="apple" weight="0.1"/><fruit kind="apple" weight="0.2"/>'
         '<fruit kind="pear" weight="1e22"/></store>')
RULES = """
store = ["store.xml"]
name = "app"
interval = "15min"

[[metric]]
name = "app_fruit_grams"
help = "Weight of the fruit: a \\\\ and a quote \\"."
rows = "/store/fruit"
where = "@kind != 'plum'"
value = "@weight"
aggregate = "sum"
labels = { kind = "@kind" }

[[metric]]
name = "app_fruit"
help = "Weights."
type = "histogram"
rows = "/store/fruit"
value = "@weight"
buckets = [0.1, 1]
"""
OLD = 1600000000
# A file of version 0.1: no promfile_stores, no promfile_rule_rows.
VERSION_0_1 = """# Written by promfile from CONFIG
# HELP app_fruit_grams Weight of the fruit.
# TYPE app_fruit_grams gauge
app_fruit_grams{kind="a \\"quoted\\" \\\\ apple"} 0.30000000000000004
app_fruit_grams{kind="pear"} 1e+22
# HELP promfile_build_info The promfile that wrote the file.
# TYPE promfile_build_info gauge
promfile_build_info{file="app.prom",version="0.1.0"} 1
# HELP promfile_last_success_timestamp_seconds Unix time of the last run in which everything was read, 0 if there was none.
# TYPE promfile_last_success_timestamp_seconds gauge
promfile_last_success_timestamp_seconds{file="app.prom"} 1600000000.5
# HELP promfile_rows_read Rows read from the store.
# TYPE promfile_rows_read gauge
promfile_rows_read{file="app.prom",path="/gone/store.xml"} 3
# HELP promfile_run_duration_seconds How long the run took until it wrote the file.
# TYPE promfile_run_duration_seconds gauge
promfile_run_duration_seconds{file="app.prom"} 0.0012
# HELP promfile_series Series in the file besides those of promfile itself.
# TYPE promfile_series gauge
promfile_series{file="app.prom"} 2
# HELP promfile_store_success 1 if the store was read to its end and is well-formed, else 0.
# TYPE promfile_store_success gauge
promfile_store_success{file="app.prom",path="/gone/store.xml"} 1
# HELP promfile_warnings Warnings of the run.
# TYPE promfile_warnings gauge
promfile_warnings{file="app.prom"} 0
"""


class RepublishCase(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="promfile-republish-"))
        self.addCleanup(shutil.rmtree, self.directory)
        os.chmod(self.directory, 0o755)
        self.out = self.directory / "out"
        self.out.mkdir()
        self.config = self.write("app.toml", RULES)
        self.store = self.write("store.xml", STORE)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def run_it(self, *arguments):
        return subprocess.run([PROMFILE, "-o", self.out, *map(str, arguments)], text=True,
                              capture_output=True, timeout=60, check=False)

    def succeeds(self, *arguments):
        result = self.run_it(*arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def fails(self, message, *arguments):
        result = self.run_it(*arguments)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertRegex(result.stderr, message)
        self.assertEqual(temporary_files(self.out), [])

    def target(self, name="app"):
        return self.out / f"{name}.prom"

    def samples(self, name="app"):
        """The lines of the data as they are in the file."""
        return [line for line in self.target(name).read_text(encoding="utf-8").splitlines()
                if not line.startswith(("#", "promfile_"))]

    def own(self, metric, name="app"):
        """The values of a metric of promfile's own by labels, but for `file`."""
        found = re.findall(rf'^promfile_{metric}{{file="{name}.prom",?(.*)}} (.*)$',
                           self.target(name).read_text(encoding="utf-8"), re.M)
        return {labels: float(value) for labels, value in found}

    def exporter(self):
        if not shutil.which(EXPORTER):
            self.skipTest(f"{EXPORTER} is not installed")
        return exporter(self.out)

    def make_old(self, name="app"):
        os.utime(self.target(name), (OLD, OLD))

    def is_old(self, name="app"):
        return self.target(name).stat().st_mtime == OLD

    def stands(self, cause, *arguments, before=None):
        """The run fails; afterwards the samples are the same, and as old."""
        before = before or self.samples()
        self.assertNotEqual(before, [])
        self.make_old()
        began = self.own("last_run_timestamp_seconds").get("", 0)
        success = self.own("last_success_timestamp_seconds")
        self.fails(cause, *arguments)
        self.assertEqual(self.samples(), before)
        self.assertTrue(self.is_old())
        self.assertGreater(self.own("last_run_timestamp_seconds")[""], began)
        self.assertEqual(self.own("last_success_timestamp_seconds"), success)
