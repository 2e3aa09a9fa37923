"""A test case that runs the promfile binary as a user would.

The binary is that of the environment variable PROMFILE, else build/promfile."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", os.path.join(SOURCE, "build/promfile")))
SAMPLE = "samples/store.xml"
STORE = '<store>\n<a operation="create"/>\n<b/>\n</store>\n'
NOBODY = 65534


class Command(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="promfile-")
        os.chmod(self.directory, 0o755)
        self.out = os.path.join(self.directory, "out")
        os.mkdir(self.out)
        self.addCleanup(shutil.rmtree, self.directory)

    def write(self, name, text=STORE):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def write_warned(self):
        """A store that --recover reads with one warning."""
        return self.write("bad.xml", b"<s><r a='\xff'/></s>")

    def run_it(self, *arguments, env=None, **more):
        more.setdefault("cwd", SOURCE)
        more.setdefault("stdin", subprocess.DEVNULL)
        environment = {**os.environ, **(env or {})}
        if "stdout" not in more:
            more["stdout"] = subprocess.PIPE
        if "stderr" not in more:
            more["stderr"] = subprocess.PIPE
        result = subprocess.run([PROMFILE, *arguments], env=environment, timeout=60, **more)
        result.out = (result.stdout or b"").decode()
        result.err = (result.stderr or b"").decode()
        return result

    def succeeds(self, *arguments, **more):
        result = self.run_it(*arguments, **more)
        self.assertEqual((result.returncode, result.err), (0, ""), arguments)
        return result.out

    def shows(self, *arguments, **more):
        """Prints metrics; the summary goes to stderr."""
        result = self.run_it("-d", "-q", *arguments, **more)
        self.assertEqual((result.returncode, result.err), (0, ""), arguments)
        return result.out

    def series(self, *arguments, **more):
        lines = self.shows("--no-self-metrics", *arguments, **more).splitlines()
        return [line for line in lines if not line.startswith("#")]

    def fails(self, status, message, *arguments, **more):
        result = self.run_it(*arguments, **more)
        self.assertEqual(result.returncode, status, (arguments, result.err))
        self.assertEqual(result.out, "", arguments)
        if isinstance(message, str):
            self.assertEqual(result.err, f"promfile: error: {message}\n", arguments)
        else:
            self.assertRegex(result.err, message, arguments)
        return result.err

    def wrote(self, name):
        """The message of a failed first run about the file that it wrote."""
        return (f"promfile: wrote {self.out}/{name}.prom, which says so "
                "(promfile_store_success 0) and nothing else")

    def published(self, name="store"):
        with open(os.path.join(self.out, name + ".prom"), encoding="utf-8") as file:
            return file.read()

    def data(self, name="store"):
        """The samples of the output but for promfile's own."""
        return [line for line in self.published(name).splitlines()
                if not line.startswith(("#", "promfile_"))]

    def self_metric(self, name, file="store"):
        found = re.findall(rf"^promfile_{name}\{{.*\}} (.*)$", self.published(file), re.M)
        return [float(value) for value in found]

    def files(self):
        return sorted(os.listdir(self.out))
