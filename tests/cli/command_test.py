#!/usr/bin/env python3
"""Runs the promfile binary as a user would: options, messages, exit statuses, streams, files.

The binary is that of the environment variable PROMFILE, else build/promfile."""

import difflib
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
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
        return (f"promfile: wrote {self.out}/{name}.prom, which tells that "
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


class Usage(Command):
    def test_nothing_to_read(self):
        self.fails(2, "there is nothing to read: give a store, e.g. promfile --debug store.xml "
                      "(promfile --help shows more)")
        self.fails(2, re.compile("nothing to read"), "-d")
        self.fails(2, re.compile("nothing to read"), "-o", self.out)

    def test_nowhere_to_write(self):
        self.fails(2, "where to? Give -o DIR, node_exporter's textfile directory, or --debug to "
                      "look: promfile --debug samples/store.xml", SAMPLE)

    def test_refusals(self):
        for message, arguments in [
            (r"unknown option --debugg, did you mean --debug\?", ["--debugg", SAMPLE]),
            (r"unknown option -z", ["-z", SAMPLE]),
            (r"--max-series takes a whole number from 1 on, not '1e3'",
             ["-d", "--max-series", "1e3", SAMPLE]),
            (r"--max-series takes a whole number from 1 on, not '-5'",
             ["-d", "--max-series", "-5", SAMPLE]),
            (r"--max-row-size takes a whole number from 1 on, not '0'",
             ["-d", "--max-row-size", "0", SAMPLE]),
            (r"--name is given 2 times", ["-d", "-n", "a", "-n", "b", SAMPLE]),
            (r"--type takes an argument", ["-d", SAMPLE, "-t"]),
            (r"--naming takes labels or per-type, not 'x'", ["-d", "--naming", "x", SAMPLE]),
            (r"--path-label takes full or name or none", ["-d", "--path-label", "x", SAMPLE]),
            (r"--on-error takes keep or drop", ["-d", "--on-error", "x", SAMPLE]),
            (r"--mode takes octal digits such as 0644, not '0999'",
             ["-d", "--mode", "0999", SAMPLE]),
            (r"the name of the output holds a slash", ["-o", self.out, "-n", "a/b", SAMPLE]),
            (r"the name of the output begins with a dot", ["-o", self.out, "-n", ".a", SAMPLE]),
            (r"the name of the output is empty", ["-o", self.out, "-n", "", SAMPLE]),
            (r"'1x' is not a legal label name", ["-d", "-l", "1x", SAMPLE]),
            (r"the label path is there already", ["-d", "-l", "path", SAMPLE]),
            (r"'@@' is not a valid XPath: .* \(at character 2\)", ["-d", "-l", "x=@@", SAMPLE]),
            (r"'x\[@y\]' is not a valid path to rows", ["-d", "-r", "x[@y]", SAMPLE]),
            (r"the prefix node is reserved", ["-d", "--prefix", "node", SAMPLE]),
            (r"cannot read the configuration nope.toml: No such file or directory",
             ["-d", "-c", "nope.toml"]),
            (r"several stores, a glob or standard input have no one name: give -n NAME to write "
             + re.escape(self.out) + "/NAME.prom", ["-o", self.out, SAMPLE, "-"]),
        ]:
            err = self.fails(2, re.compile(message), *arguments)
            self.assertEqual(err.count("\n"), 1, err)
            self.assertEqual(self.files(), [])

    def test_file_in_place_of_the_directory(self):
        path = self.write("out/app.prom", "")
        self.fails(2, f"{path} is a file, and node_exporter reads a directory: give -o {self.out} "
                      "-n app", "-o", path, SAMPLE)

    def test_help_and_version(self):
        help_text = self.succeeds("--help")
        self.assertLessEqual(max(map(len, help_text.splitlines())), 80)
        self.assertEqual(help_text, self.succeeds("-h"))
        self.assertRegex(self.succeeds("--version"), r"\Apromfile \d+\.\d+\.\d+\n\Z")

    def test_dash_dash(self):
        self.write("-x.xml")
        self.assertIn('store_total_rows{path="-x.xml"} 2',
                      self.series("--", "-x.xml", cwd=self.directory))


class Metrics(Command):
    def compare_golden(self, name, *arguments):
        text = self.shows(*arguments)
        for metric in ("last_run_timestamp", "last_success_timestamp", "oldest_store_mtime",
                       "run_duration", "store_mtime"):
            text = re.sub(rf"^(promfile_{metric}_seconds\{{.*\}}) .*$", r"\1 0", text, flags=re.M)
        text = re.sub(r'version="[^"]*"', 'version="0"', text)
        path = os.path.join(SOURCE, "tests/fixtures/golden", name)
        if os.environ.get("PROMFILE_WRITE_GOLDENS"):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        with open(path, encoding="utf-8") as file:
            expected = file.read()
        if text != expected:
            self.fail("".join(difflib.unified_diff(expected.splitlines(True),
                                                   text.splitlines(True), name, "now")))

    def test_sample_by_labels(self):
        self.compare_golden("store-labels.prom", "--no-self-metrics=false", SAMPLE)

    def test_sample_by_names(self):
        self.compare_golden("store-per-type.prom", "--no-self-metrics=false", "--naming", "per-type", SAMPLE)

    def test_filters(self):
        filtered = self.series("--naming", "per-type", "-t", "orange", "-t", "apple", SAMPLE)
        self.assertEqual(len(filtered), 9)
        self.assertIn('store_total_rows{path="samples/store.xml"} 6', filtered)
        self.assertEqual([s for s in filtered if "strawberry" in s], [])
        both = self.series("-t", "*a*", "-x", "straw*", SAMPLE)
        self.assertEqual({m for s in both for m in re.findall('type="(.*?)"', s)},
                         {"apple", "orange"})
        absent = self.series("-t", "kiwi", SAMPLE)
        self.assertEqual(len(absent), 4)
        self.assertIn('store_rows{path="samples/store.xml",type="kiwi",operation="update"} 0',
                      absent)
        self.assertEqual(self.series("-t", "k*", SAMPLE),
                         ['store_total_rows{path="samples/store.xml"} 6'])

    def test_labels_rows_prefix(self):
        path = self.write("s.xml", '<s><g site="x"><r id="1"/><r/></g><g site="y"><r/></g></s>')
        self.assertEqual(self.series("-r", "/s/g/r", "-l", "site=../@site", "-l", "id",
                                     "--prefix", "p", "--path-label", "none", path),
                         ['p_rows{type="r",site="x"} 1', 'p_rows{type="r",site="x",id="1"} 1',
                          'p_rows{type="r",site="y"} 1', "p_total_rows 3"])

    def test_several_stores(self):
        one, two = self.write("1/a.xml"), self.write("2/a.xml", "<store><a/></store>")
        three = self.write("3/a.xml", "<Other><a/></Other>")
        other = self.write("3/b.xml", "<store><a/></store>")
        series = self.series("--path-label", "name", one, two, three, other)
        for path, name, rows in ((one, "store", 2), (two, "store", 1), (three, "other", 1),
                                 ("b.xml", "store", 1)):
            self.assertIn(f'{name}_total_rows{{path="{path}"}} {rows}', series)
        series = self.series("--path-label", "none", one, two)
        self.assertIn("store_total_rows 3", series)
        self.assertIn('store_rows{type="a"} 1', series)
        series = self.series(os.path.join(self.directory, "*/a.xml"), one)
        self.assertEqual([s for s in series if "store_total" in s],
                         [f'store_total_rows{{path="{one}"}} 2',
                          f'store_total_rows{{path="{two}"}} 1'])

    def test_glob_without_a_match_is_empty_input(self):
        self.assertEqual(self.series(os.path.join(self.directory, "nothing*.xml")), [])
        self.succeeds("-o", self.out, "-n", "x", os.path.join(self.directory, "nothing*.xml"))
        self.assertGreater(self.self_metric("last_success_timestamp_seconds", "x")[0], 0)

    def test_odd_names(self):
        path = self.write("new\nline.xml")
        out = self.shows(path)
        self.assertRegex(out, r"\A# Written by promfile from [^\n]*new\\nline.xml\n# HELP ")
        raw = os.fsencode(self.directory) + b"/\xff.xml"
        with open(raw, "w", encoding="utf-8") as file:
            file.write(STORE)
        result = subprocess.run([PROMFILE, "-d", raw], capture_output=True, check=True)
        self.assertIn(b"\\\\xff.xml\"} 2", result.stdout)
        result.stdout.decode()

    def test_debug_prints_what_is_published(self):
        timed = r"^(promfile_(run_duration|last_run|last_success).*\}) .*$"
        printed = self.shows("--no-self-metrics=false", "-o", self.out, SAMPLE)
        self.succeeds("-o", self.out, SAMPLE)
        self.assertEqual(re.sub(timed, r"\1", printed, flags=re.M),
                         re.sub(timed, r"\1", self.published(), flags=re.M))
        self.assertEqual(self.files(), ["store.prom"])


class Messages(Command):
    def test_silence_on_success(self):
        self.assertEqual(self.succeeds("-o", self.out, SAMPLE), "")
        self.assertEqual(self.succeeds("-o", self.out, "-q", SAMPLE), "")

    def test_summary(self):
        err = self.run_it("-d", SAMPLE).err
        self.assertRegex(err, r"\Asamples/store.xml\n  read      6 rows, 305 B in .* \(.*/s\)\n"
                              r"  kept      orange 3, strawberry 2, apple 1\n  skipped   none\n\Z")
        self.assertEqual(self.run_it("-v", "-o", self.out, SAMPLE).err.count("\n"), 4)

    def test_place_of_a_fault(self):
        path = self.write("bad.xml", "<store>\n  <a></b>\n</store>")
        wrote = re.escape(self.wrote("bad"))
        self.fails(1, re.compile(rf"\Apromfile: error: {re.escape(path)}:2:\d+: [^\n]*\n{wrote}\n\Z"),
                   "-o", self.out, path)

    def test_missing(self):
        self.fails(1, "cannot read nope.xml: No such file or directory\n" + self.wrote("nope"),
                   "-o", self.out, "nope.xml")
        self.fails(1, re.compile("is a directory|Is a directory"), "-o", self.out, "-n", "x",
                   self.directory)

    def test_places_are_shown_on_a_terminal(self):
        config = self.write("x.toml", '[[metric]]\nname = "m"\nwhere = "@a =="\n')
        text = self.on_terminal("-d", "-c", config, SAMPLE)
        self.assertIn('    where = "@a =="\r\n                 ^\r\n', text)
        self.assertNotIn("^", self.run_it("-d", "-c", config, SAMPLE).err)
        text = self.on_terminal("-d", "-l", "x=@@", SAMPLE)
        self.assertIn("    x=@@\r\n       ^\r\n", text)

    def test_outcomes_of_rules(self):
        store = self.write("s.xml", '<s>\n<r v="1"/>\n<r v="never"/>\n<r/>\n</s>\n')
        config = self.write("x.toml", '[[metric]]\nname = "app_size"\nrows = "/s/r"\n'
                                      'value = "@v"\naggregate = "sum"\n')
        err = self.run_it("-d", "-c", config, store).err
        self.assertIn('app_size\n  rows      3, 1 without a value, 1 with an unusable one '
                      f'(the first is "never" at {store}:3)\n  series    1\n', err)

    def test_control_characters_in_names_are_escaped(self):
        err = self.fails(1, re.compile("No such file"), "-o", self.out, "-n", "x",
                         "a\x1b]0;b.xml")
        self.assertIn("a\\x1b]0;b.xml", err)

    def warned(self, **more):
        return self.run_it("--recover", "-o", self.out, self.write_warned(), **more)

    def test_warnings_are_counted_and_shown_only_where_somebody_looks(self):
        self.assertEqual(self.warned().err, "")
        self.assertEqual(self.self_metric("warnings", "bad"), [1])
        path = os.path.join(self.directory, "bad.xml")
        for switch in (["-v", "-o", self.out], ["-d"], ["--check"]):
            err = self.run_it("--recover", *switch, path).err
            self.assertRegex(err, r"promfile: warning: .*were read as U\+FFFD")
        self.assertEqual(self.run_it("--recover", "-d", "-q", path).err, "")

    def on_terminal(self, *arguments, env=None):
        master, slave = pty.openpty()
        process = subprocess.Popen([PROMFILE, *arguments], stderr=slave, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        os.close(slave)
        text = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        process.wait(timeout=60)
        os.close(master)
        return text.decode()

    def test_terminal(self):
        path = self.write_warned()
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        os.environ.pop("NO_COLOR", None)
        self.addCleanup(os.environ.update, environment)
        self.assertRegex(self.on_terminal("--recover", "-o", self.out, path),
                         "promfile: \033\\[1;33mwarning: \033\\[0m")
        self.assertRegex(self.on_terminal("-o", self.out, "nope.xml"),
                         "promfile: \033\\[1;31merror: \033\\[0m")
        self.assertNotIn("\033[1", self.on_terminal("-o", self.out, "nope.xml",
                                                    env={"NO_COLOR": "1"}))

    def test_progress(self):
        fifo = os.path.join(self.directory, "fifo")
        os.mkfifo(fifo)

        def feed():
            with open(fifo, "w", encoding="utf-8") as out:
                out.write("<store>")
                for _ in range(14):
                    out.write("<a/>" * 40000)
                    out.flush()
                    time.sleep(0.1)
                out.write("</store>")

        writer = threading.Thread(target=feed)
        writer.start()
        text = self.on_terminal("-d", fifo)
        writer.join()
        self.assertRegex(text, r"\r\033\[K.*fifo: [\d.]+ [kM]B")

    def test_journal(self):
        path = self.write("log", "")
        with open(path, "wb") as log:
            status = os.fstat(log.fileno())
            name = f"{status.st_dev}:{status.st_ino}"
            self.run_it("-o", self.out, "nope.xml", stderr=log, env={"JOURNAL_STREAM": name})
            self.run_it("-o", self.out, "nope.xml", stderr=log, env={"JOURNAL_STREAM": "1:1"})
        with open(path, encoding="utf-8") as log:
            lines = log.read().splitlines()
        self.assertTrue(lines[0].startswith("<3>promfile: error: "), lines)
        self.assertEqual(lines[1], self.wrote("nope"))
        self.assertTrue(lines[2].startswith("promfile: error: "), lines)


class Acknowledged(Command):
    """Warnings that count in every mode, and the keys that silence them."""
    RULE = '[[metric]]\nname = "app_rows"\nrows = "/store/none"\n'

    def warnings(self, text, *arguments):
        config = self.write("w.toml", text)
        self.succeeds("-o", self.out, "-c", config, *arguments)
        return self.self_metric("warnings", "w")

    def test_rules_that_match_nothing(self):
        store = self.write("s.xml")
        self.assertEqual(self.warnings(self.RULE, store), [1])
        self.assertEqual(self.warnings(self.RULE + 'on-empty = "ok"\n', store), [0])
        self.assertEqual(self.warnings(self.RULE + 'where = "@x"\n', store), [1])
        unusable = ('[[metric]]\nname = "app_size"\nrows = "/store/a"\nvalue = "@operation"\n')
        self.assertEqual(self.warnings(unusable, store), [1])

    def test_globs_without_files(self):
        glob = os.path.join(self.directory, "*.none")
        rules = self.RULE + 'on-empty = "ok"\n'
        self.assertEqual(self.warnings(rules, glob), [1])
        self.assertEqual(self.warnings('on-empty = "ok"\n' + rules, glob), [0])
        config = self.write("w.toml", 'on-empty = "error"\n' + rules)
        self.fails(1, f"{glob} matches no file", "-o", self.out, "-c", config, glob)
        self.fails(2, re.compile(":1:12: \"on-empty\" takes ok or error, not 'zero'"), "-d", "-c",
                   self.write("w.toml", 'on-empty = "zero"\n' + rules), glob)

    def test_sensors_that_cannot_all_be_read(self):
        sysfs = os.path.join(self.directory, "sys")
        chip = os.path.join(sysfs, "class/hwmon/hwmon0")
        os.makedirs(chip)
        for name, text in (("name", "chip"), ("temp1_input", "x"), ("temp2_input", "1000")):
            with open(os.path.join(chip, name), "w", encoding="utf-8") as file:
                file.write(text + "\n")
        note = f"{chip}/temp1_input: 'x' is not a number\n"
        result = self.run_it("--dump-sensors", "--sysfs", sysfs)
        self.assertEqual((result.returncode, result.err), (0, note))
        self.assertEqual(result.out, '<sensors>\n  <temperature chip="chip-virtual-0" feature="temp2" '
                         'sensor="temp2" value="1"/>\n</sensors>\n')
        result = self.run_it("-d", "--sensors", "--sysfs", sysfs)
        self.assertEqual((result.returncode, result.err),
                         (0, note + "sensors\n  read      1 features\n  skipped   invalid 1\n"))
        config = self.write("s.toml", '[[metric]]\nname = "s"\nsource = "sensors"\nrows = "/sensors/*"\n'
                            'value = "@sensor"\ninvalid = "error"\nlabels = { chip = "@chip" }\n')
        self.fails(1, re.compile("error: sensors:2: the row <temperature> has a value that is not a number for the "
                                 "metric s"), "-d", "-c", config, "--sysfs", sysfs)

    def test_stores_that_exceed_a_limit_together(self):
        stores = [self.write(f"{n}.xml", f"<s><r k='a{n}'/><r k='b{n}'/></s>") for n in range(2)]
        config = self.write("k.toml", '[[metric]]\nname = "k"\nrows = "/s/r"\nlabels = { k = "@k" }\n')
        self.shows("--max-series", "2", "-c", config, stores[0])
        self.fails(1, re.compile(f"{stores[1]}: the metric k has more than 3 series"), "-o", self.out, "-n", "k",
                   "--max-series", "3", "-c", config, *stores)

    def test_debug_and_print_rules_say_what_a_run_would_say(self):
        config = self.write("k.toml", '[[metric]]\nname = "k"\nrows = "/store/*"\nvalue = "name()"\n'
                            'invalid = "error"\n')
        self.fails(1, re.compile("has a value that is not a number for the metric k"), "--print-rules", "-c", config,
                   SAMPLE)
        self.succeeds("-o", self.out, "-n", "app", SAMPLE)
        result = self.run_it("-d", "-o", self.out, "-n", "app", self.write("other.xml", "<store><x/></store>"))
        self.assertEqual(result.returncode, 0)
        self.assertIn(f"{self.out}/app.prom was written from ", result.err)

    def test_sensors_that_a_filter_names(self):
        sysfs = os.path.join(self.directory, "sys")
        os.mkdir(sysfs)
        self.succeeds("-o", self.out, "--sensors", "--sysfs", sysfs)
        self.assertEqual(self.self_metric("warnings", "sensors"), [0])
        self.succeeds("-o", self.out, "--sensors", "--sysfs", sysfs, "--sensor-type", "fan")
        self.assertEqual(self.self_metric("warnings", "sensors"), [1])

    def test_sensors_that_are_gone(self):
        gone = os.path.join(self.directory, "sys")
        os.mkdir(gone)
        there = os.path.join(SOURCE, "samples/sys")
        said = re.compile(rf"warning: no sensor could be read, and {self.out}/sensors\.prom has "
                          r"sensor_\w+ of an earlier run")
        before = ["-v", "-o", self.out, "-n", "sensors", "--sensors", "--no-sensors-conf"]
        own = ["--config", self.write("own.toml", '[[metric]]\nname = "own_sensors"\n'
                                      'source = "sensors"\nrows = "/sensors/*"\n')]
        for arguments, expected in (([], said), (own, re.compile("has own_sensors of an earlier"))):
            self.assertNotIn("no sensor", self.run_it(*before, *arguments, "--sysfs", there).err)
            first = self.self_metric("warnings", "sensors")
            self.assertNotIn("no sensor", self.run_it(*before, *arguments, "--sysfs", there).err)
            result = self.run_it(*before, "--check", *arguments, "--sysfs", gone)
            self.assertRegex(result.err, expected)
            result = self.run_it(*before, *arguments, "--sysfs", gone)
            self.assertRegex(result.err, expected)
            self.assertEqual(result.err.count("no sensor could be read"), 1)
            self.assertGreater(self.self_metric("warnings", "sensors"), first)
            # Now the standing file has none.
            self.assertNotIn("no sensor", self.run_it(*before, *arguments, "--sysfs", gone).err)
        meant = ["--config", self.write("meant.toml", '[[metric]]\nname = "own_sensors"\n'
                                        'source = "sensors"\nrows = "/sensors/*"\non-empty = "ok"\n')]
        self.run_it(*before, *meant, "--sysfs", there)
        self.assertNotIn("no sensor", self.run_it(*before, *meant, "--sysfs", gone).err)

    def test_a_document_of_another_kind_is_no_empty_store(self):
        """on-empty = "zero": only where the root is the one that the rule's rows name."""
        page = self.write("page.xml", "<html><body/></html>")
        empty = self.write("empty.xml", "<store/>")
        rule = '[[metric]]\nname = "app_rows"\nrows = "{}"\non-empty = "zero"\n'
        for rows, stores, series, warnings in [
                ("/store/*", [empty], ["app_rows 0"], 0),
                ("/store/*", [page], [], 1),
                ("store/*", [page], ["app_rows 0"], 0),
                ("/store/*", [page, empty], ["app_rows 0"], 1),
                ("/store//a", [page, self.write("s.xml")], ["app_rows 1"], 1),
                ("/store", [page], [], 1),
                ("/store/@x", [page], [], 1),
                ("/*/none", [page], ["app_rows 0"], 0),
                ("//none", [page], ["app_rows 0"], 0),
                ("//none/@x", [page], ["app_rows 0"], 0)]:
            with self.subTest(rows=rows, stores=stores):
                config = self.write("w.toml", rule.format(rows))
                self.assertEqual(self.series("-c", config, *stores), series)
                self.succeeds("-o", self.out, "-c", config, *stores)
                self.assertEqual(self.self_metric("warnings", "w"), [warnings])
                os.unlink(os.path.join(self.out, "w.prom"))  # the next is of other stores
        config = self.write("w.toml", rule.format("/store/*"))
        self.assertIn(f'w.toml:1:1: app_rows leaves out {page}: its root element is <html>, not '
                      'that of rows = "/store/*"', self.run_it("-d", "-c", config, page).err)

    def test_the_built_in_metrics_leave_out_a_document_of_another_kind(self):
        page = self.write("page.xml", "<html><body/></html>")
        empty = self.write("empty.xml", "<store/>")
        zero = [f'app_total_rows{{path="{empty}"}} 0']
        for rows, stores, series, warnings in [
                ("/store/*", [empty], zero, 2), # two metrics match nothing
                ("/store/*", [page], [], 1),
                ("/store/*", [page, empty], zero, 3),
                ("//none", [empty], zero, 2),
                ("/*/none", [empty], zero, 2)]:
            with self.subTest(rows=rows, stores=stores):
                options = ["--prefix", "app", "-r", rows, *stores]
                self.assertEqual(self.series(*options), series)
                self.succeeds("-o", self.out, "-n", "w", *options)
                self.assertEqual(self.self_metric("warnings", "w"), [warnings])
                os.unlink(os.path.join(self.out, "w.prom"))  # the next is of other stores
        self.assertIn(f"the built-in metrics leave out {page}: its root element is <html>, not "
                      "that of --rows /store/*", self.run_it("-d", "-r", "/store/*", page).err)

    def test_strict(self):
        store = self.write("s.xml")
        config = self.write("w.toml", self.RULE)
        self.assertEqual(self.run_it("--check", "-c", config, store).returncode, 0)
        self.assertEqual(self.run_it("--check", "--strict", "-c", config, store).returncode, 1)
        self.assertEqual(self.run_it("--check", "--strict", SAMPLE).returncode, 0)
        advice = self.write("a.toml", '[[metric]]\nname = "app_total"\nrows = "/store/a"\n')
        result = self.run_it("--check", "--strict", "-c", advice, store)
        self.assertEqual((result.returncode, result.err.count("advice: ")), (0, 1), result.err)


class Taken(Command):
    """Settings that the command line takes back, and arguments that are taken literally."""
    def test_switches(self):
        config = self.write("q.toml", "quiet = true\n")
        for arguments, lines in (([], 0), (["--quiet=false"], 4), (["-v"], 4)):
            err = self.run_it("-d", "-c", config, *arguments, SAMPLE).err
            self.assertEqual(err.count("\n"), lines, (arguments, err))

    def test_brackets(self):
        self.write("[ab]")
        self.assertIn('store_total_rows{path="[ab]"} 2', self.series("[ab]", cwd=self.directory))

    def test_self_metrics_of_debug(self):
        self.assertNotIn("promfile_series", self.shows(SAMPLE))
        self.assertIn("promfile_series", self.run_it("-d", "-v", SAMPLE).out)
        self.assertIn("promfile_series", self.shows("--no-self-metrics=false", SAMPLE))

    def test_printed_rules_run(self):
        self.write("app.toml", self.run_it("--print-rules", SAMPLE).out)
        printed = self.shows("-c", os.path.join(self.directory, "app.toml"), cwd="/")
        self.assertIn('store_total_rows{path="samples/store.xml"} 6', printed)

    def test_foreign_formats(self):
        for content, what in ((b"\x1f\x8b\x08\0", "is compressed with gzip"),
                              (b' {"a": 1}', "it is JSON"),
                              (b'# c\n[[metric]]\nname = "a"\n', "did you mean -c?")):
            path = self.write("foreign", content)
            self.fails(1, re.compile(what), "-d", path)


class Streams(Command):
    def test_standard_input(self):
        self.assertIn('store_total_rows{path="-"} 2', self.series("-", input=STORE.encode(),
                                                                  stdin=None))
        self.fails(1, re.compile("standard input:1:"), "-o", self.out, "-n", "x", "-")
        self.succeeds("-o", self.out, "-n", "in", "-", input=STORE.encode(), stdin=None)
        self.assertEqual(self.self_metric("store_mtime_seconds", "in"), [])

    def test_full_output(self):
        with open("/dev/full", "wb") as full:
            for arguments in (["-d", SAMPLE], ["--help"], ["--version"]):
                result = self.run_it(*arguments, stdout=full)
                self.assertEqual(result.returncode, 1)
                self.assertIn("cannot write to standard output: No space left", result.err)

    def test_closed_streams(self):
        """No file of ours takes the place of a closed stream."""
        path = self.write_warned()
        shell = f'"{PROMFILE}" -v --recover -o "{self.out}" "{path}" <&- >&- 2>&-'
        self.assertEqual(subprocess.run(["/bin/sh", "-c", shell], check=False).returncode, 0)
        text = self.published("bad")
        self.assertNotIn("warning:", text)
        self.assertTrue(text.startswith("# Written by promfile"))

    def test_fifo(self):
        fifo = os.path.join(self.directory, "fifo.xml")
        os.mkfifo(fifo)
        begin = time.monotonic()
        self.fails(1, re.compile("fifo.xml"), "-o", self.out, fifo)
        self.assertLess(time.monotonic() - begin, 5)
        def feed():
            with open(fifo, "w", encoding="utf-8") as out:
                out.write(STORE)

        writer = threading.Thread(target=feed)
        writer.start()
        self.assertIn(f'store_total_rows{{path="{fifo}"}} 2', self.series(fifo))
        writer.join()


class Stores(Command):
    def test_unreadable_directory(self):
        closed = os.path.join(self.directory, "closed")
        self.write("closed/a.xml")
        os.chmod(closed, 0)
        self.addCleanup(os.chmod, closed, 0o755)
        if os.getuid() != 0 or not shutil.which("setpriv"):
            self.skipTest("needs root and setpriv")
        os.chmod(self.out, 0o777)
        binary = os.path.join(self.directory, "promfile")
        shutil.copy(PROMFILE, binary)
        user = ["setpriv", f"--reuid={NOBODY}", "--clear-groups", binary]
        for argument in ("closed/*.xml", "closed/a.xml"):
            result = subprocess.run([*user, "-o", self.out, "-n", "x",
                                     os.path.join(self.directory, argument)],
                                    capture_output=True, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"Permission denied", result.stderr)
            self.assertEqual(self.self_metric("store_success", "x"), [0])
        os.chmod(closed, 0o744)  # names can be read, files cannot be reached
        result = subprocess.run([*user, "-d", os.path.join(self.directory, "closed/*.xml")],
                                capture_output=True, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"closed/a.xml: Permission denied", result.stderr)

    def test_keep(self):
        good = self.write("good.xml")
        bad = self.write("bad.xml", "<store><a>")
        self.fails(1, re.compile(re.escape(bad)), "-o", self.out, "-n", "x", good, bad)
        text = self.published("x")  # no old file: the self-metrics alone
        self.assertEqual({line.split("{")[0].split("_")[0] for line in text.splitlines()
                          if not line.startswith("#")}, {"promfile"})
        self.assertEqual(self.self_metric("store_success", "x"), [0, 1])
        self.assertEqual(self.self_metric("last_success_timestamp_seconds", "x"), [0])
        self.succeeds("-o", self.out, "-n", "x", good)
        before = self.data("x")
        self.assertNotEqual(before, [])
        self.fails(1, re.compile(re.escape(bad)), "-o", self.out, "-n", "x", good, bad)
        self.assertEqual(self.data("x"), before)
        self.fails(1, re.compile(re.escape(bad)), "-o", self.out, "-n", "y", "--no-self-metrics",
                   bad)
        self.assertEqual(self.files(), ["x.prom"])

    def test_drop(self):
        good = self.write("good.xml")
        bad = self.write("bad.xml", "<store><a>")
        self.succeeds("-o", self.out, "-n", "x", good)
        success = self.self_metric("last_success_timestamp_seconds", "x")
        self.assertGreater(success[0], 1e9)
        self.succeeds("-o", self.out, "-n", "x", "--on-error", "drop", bad, good)
        self.assertIn(f'store_total_rows{{path="{good}"}} 2', self.published("x"))
        self.assertNotIn(f'store_total_rows{{path="{bad}"}}', self.published("x"))
        self.assertEqual(self.self_metric("last_success_timestamp_seconds", "x"), success)
        self.assertEqual(self.self_metric("warnings", "x"), [1])
        self.assertEqual(sorted(self.self_metric("store_success", "x")), [0, 1])

    def test_drop_leaves_no_zeros_of_what_was_not_read(self):
        self.write("bad.xml", "<store><a")
        self.write("empty.xml", "<store/>")
        config = self.write("x.toml", """
            store = ["bad.xml", "empty.xml"]
            on-error = "drop"
            [[metric]]
            name = "broken_rows"
            source = "bad.xml"
            rows = "/store/*"
            labels = { type = { value = "name()", values = ["a", "b"] } }
            [[metric]]
            name = "good_rows"
            rows = "/store/*"
            labels = { type = { value = "name()", values = ["a", "b"] } }
            """)
        self.succeeds("-o", self.out, "-c", config, "-n", "x")
        self.assertNotIn("broken_rows", self.published("x"))
        self.assertIn('good_rows{type="a"} 0\n', self.published("x"))

    def test_a_first_failure_tells_of_the_file_that_it_writes(self):
        self.fails(1, "cannot read nope.xml: No such file or directory\n" + self.wrote("nope"),
                   "-o", self.out, "nope.xml")
        self.assertEqual(self.self_metric("store_success", "nope"), [0])
        self.fails(1, "cannot read nope.xml: No such file or directory",
                   "-o", self.out, "nope.xml")

    def test_check_names_rows_that_cannot_be_used(self):
        store = self.write("s.xml", '<s>\n<r v="1"/>\n<r v="never"/>\n<r/>\n<r v="3,5"/>\n</s>\n')
        config = self.write("x.toml", """
            [[metric]]
            name = "app_size_bytes"
            rows = "/s/r"
            value = "@v"
            aggregate = "sum"
            labels = { kind = { value = "v", values = ["big"] } }
            """)
        result = self.run_it("--check", "-c", config, store, os.path.join(self.directory, "*.nope"))
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.out, r"app_size_bytes +gauge +2 series +4 rows, "
                                     r"1 without a value, 2 with an unusable one\n")
        for warning in (f'is not a number on 2 of 4 rows, the first is "never" at {store}:3; '
                        'map = { "never" = "skip" } leaves it out',
                        'the label kind = "v" of app_size_bytes is empty on every row (4); v means '
                        "a child element of the row, its attribute is @v and a text 'v'",
                        "*.nope matches no file"):
            self.assertIn(warning, result.err)

    def test_check_names_the_key_that_reads_a_text(self):
        for text, key in (("634 MiB", 'unit = "auto" reads it'), ("up", 'map = { "up" = 1, else = 0 }'),
                          ("Sat Nov 21 15:57:50 2026", 'if it is a time, time = "..." gives its format')):
            store = self.write("s.xml", f'<s><r v="{text}"/></s>')
            config = self.write("x.toml", "[[metric]]\nname = 'app_v'\nrows = '/s/r'\nvalue = '@v'\n")
            self.assertIn(f'is usable on no row (1), the first is "{text}" at {store}:1; {key}',
                          self.run_it("--check", "-c", config, store).err)

    def test_check_of_what_the_command_line_asks_for(self):
        for arguments, warning in (
                (["-r", "//jobs"], "store_total_rows matches nothing: there is no row //jobs (the root is /store)"),
                (["-l", "site"], 'the label site = "@site" of store_rows is empty on every row (6)')):
            self.assertIn(warning, self.run_it("--check", *arguments, SAMPLE).err)
        self.assertEqual(self.run_it("--check", SAMPLE).err, "")

    def test_mistakes_of_a_hurried_user(self):
        cases = [
            ('where = "@a == 1"', "; XPath compares with ="),
            ('where = "@a = 1 && @b = 2"', "; XPath writes and"),
            ('unit = "kbytes"', 'no unit "kbytes"; units are ns us ms'),
            ('where = "lower-case(@a) = \'x\'"', "; XPath 1.0 has no lower-case(), but translate("),
            ('labels = { a = "@a"\nb = "@b" }', "is a comma or the closing } missing before it?"),
            ('labels = { a = "@a",\n[[metric]]', "is the closing } missing?"),
            ('[[group]]\nmetric = [{ name = "a" } { name = "b" }]', "is a comma or the closing ] missing"),
            ('[[group]]\nmetric = [{ name = "a" }]\n[[group.metric]]',
             "the rules of a group are either a list, metric = [...], or tables [[group.metric]]"),
            ("where = '@a", "is the closing quote of this text missing?"),
            ('unit = "secnds"', 'no unit "secnds"; did you mean "seconds"?'),
            ('time = "ISO8601"', 'no time format "ISO8601"; did you mean "iso8601"?'),
            ("[metric]", "each rule begins with [[metric]], in two brackets"),
        ]
        for line, message in cases:
            config = self.write("x.toml", '[[metric]]\nname = "m"\nhelp = "M."\nrows = "/s/r"\n'
                                          f'value = "@v"\naggregate = "sum"\n{line}\n')
            self.assertIn(message, self.fails(2, re.compile("x.toml"), "-d", "-c", config, SAMPLE))
        comments = self.write("y.toml", "# nothing yet\n")
        self.fails(2, f'there is nothing to read: {comments} has no line such as store = '
                      '["/var/lib/app/store.xml"], and the command line names no store',
                   "-d", "-c", comments)

    def test_recover(self):
        bad = self.write("bad.xml", "<store><a/><a/><b")
        self.fails(1, re.compile(":1:"), "-d", bad)
        self.assertIn(f'store_total_rows{{path="{bad}"}} 2', self.series("--recover", bad))
        self.succeeds("-o", self.out, "--recover", bad)
        self.assertEqual(self.self_metric("store_success", "bad"), [0])
        self.assertEqual(self.self_metric("warnings", "bad"), [1])
        two = self.write("two.xml", "<store><a/></store><store><a/></store>")
        self.assertIn(f'store_total_rows{{path="{two}"}} 2', self.series("--recover", two))
        self.succeeds("-o", self.out, "--recover", two)
        self.assertEqual(self.self_metric("store_success", "two"), [0])
        self.assertEqual(self.self_metric("warnings", "two"), [1])

    def test_check_tells_of_several_nodes(self):
        store = self.write("s.xml", "<s><r><v>1</v><k>a</k></r><r><v>2</v><v>3</v><k>b</k></r></s>")
        rule = (f"store = ['{store}']\n[[metric]]\nname = 'm'\nhelp = 'H.'\nrows = '/s/r'\n"
                "value = '{}'\nlabels = {{ k = 'k' }}\n")
        several = self.write("x.toml", rule.format("v"))
        self.assertIn('"v" of m gives several nodes on a row, and the first one counts '
                      f"(first at {store}:1)", self.run_it("--check", "-c", several).err)
        for path, chosen in (("v", "v[1] or v[@name = 'x']"), ("v/@a", "v[1]/@a or v[@name = 'x']/@a"),
                             ("v | w", "(v | w)[1] or (v | w)[@name = 'x']"),
                             ("@b | @c", "(@b | @c)[1] or (@b | @c)[name() = 'x']")):
            store = self.write("s.xml", "<s><r b='1' c='2'><v a='1'>1</v><v a='2'>2</v><k>a</k></r></s>")
            one = self.write("z.toml", rule.format(path))
            self.assertIn(f"choose one, as in {chosen}", self.run_it("--check", "-c", one).err)
        # So do rules that read start tags alone.
        for path, chosen in (("@b | @c", "(@b | @c)[1]"), ("@*", "(@*)[1] or (@*)[name() = 'x']")):
            tags = self.write("t.toml", rule.format(path).replace("'k'", "'name()'"))
            self.assertIn(f"choose one, as in {chosen}", self.run_it("--check", "-c", tags).err)
        self.assertNotIn("several nodes", self.run_it(
            "--check", "-c", self.write("t.toml", rule.format("@b | @d").replace("'k'", "'@c'"))).err)
        for single in ("v[1]", "sum(v)", "concat(v, 0)"):
            one = self.write("y.toml", rule.format(single))
            self.assertNotIn("several nodes", self.run_it("--check", "-c", one).err)

    def test_advice_on_a_group_comes_once(self):
        store = self.write("s.xml", "<s><r v='1'/></s>")
        metrics = "".join(f"{{ name = 'm{i}', help = 'H.', value = '@v' }},\n" for i in range(5))
        config = self.write("g.toml", f"store = ['{store}']\n[[group]]\nrows = '/s/r'\n"
                                      f"labels = {{ site = 'site' }}\nmetric = [\n{metrics}]\n")
        advice = [line for line in self.run_it("--check", "-c", config).err.splitlines() if "advice: " in line]
        self.assertEqual(len(advice), 1, advice)
        self.assertIn('g.toml:6:1: the label site = "site" of each of m0, m1, m2 and 2 more is empty on every '
                      'row (1)', advice[0])

    def test_rows_that_may_be_absent_get_no_advice(self):
        store = self.write("s.xml", "<s><live><clients>0</clients></live></s>")
        for policy, advised in (("", True), ("on-empty = 'zero'", False), ("on-empty = 'ok'", False)):
            config = self.write("e.toml", f"store = ['{store}']\n[[metric]]\nname = 'm'\nhelp = 'H.'\n"
                                          f"rows = '/s/live/stream'\n{policy}\n")
            self.assertEqual("there is clients" in self.run_it("--check", "-c", config).err, advised)
        # The built-in metrics are 0 without rows, and their rows may be misspelt.
        self.assertIn("there is clients", self.run_it("--check", "-r", "/s/live/stream", store).err)

    def test_durations_are_numbers_or_texts(self):
        for line in ("interval = 15", 'interval = "15"', 'interval = "15s"'):
            config = self.write("i.toml", f"store = ['{os.path.abspath(SAMPLE)}']\n{line}\n")
            result = self.run_it("-d", "-v", "-c", config)
            self.assertIn('promfile_expected_interval_seconds{file="i.prom"} 15\n', result.out)
        for line in ('run-timeout = "2min"', "run-timeout = 120", "store-timeout = '1h'"):
            config = self.write("i.toml", f"store = ['{os.path.abspath(SAMPLE)}']\n{line}\n")
            self.assertEqual(self.run_it("-d", "-q", "-c", config).returncode, 0)

    def test_recover_publishes_nothing_of_a_store_without_rows(self):
        good = self.write("app.xml", "<store><a/></store>")
        self.succeeds("-o", self.out, good)
        before = self.data("app")
        for text in ("503 Service Unavailable\n", "", "<store>", "<store><!-- cut",
                     "<store></store><![CDATA["):
            with self.subTest(text):
                self.write("app.xml", text)
                self.fails(1, re.compile(r"app.xml:1:\d+: .* \(no row ended before it, so "
                                         r"--recover has nothing to publish\)"),
                           "-o", self.out, "--recover", good)
                self.assertEqual(self.data("app"), before)

    def test_limits(self):
        many = self.write("many.xml", "<s>" + "".join(f"<r{i}/>" for i in range(20)) + "</s>")
        self.fails(1, re.compile("more than 5 series"), "-o", self.out, "--max-series", "5", many)
        self.assertEqual(self.data("many"), [])
        large = self.write("large.xml", "<s><r a='" + "x" * 200000 + "'/></s>")
        self.fails(1, re.compile(re.escape(large) + ":1:.*--max-row-size"), "-d",
                   "--max-row-size", "100000", large)
        self.series("--max-row-size", "1000000", large)
        long_label = self.write("long.xml", f"<s><r a='{'x' * 1025}'/><r a='y'/></s>")
        self.succeeds("-o", self.out, "-l", "a", long_label)
        self.assertIn('type="r",a="y"} 1', self.published("long"))
        self.assertIn('reason="label_too_long"} 1', self.published("long"))
        labels = [part for i in range(17) for part in ("-l", f"l{i}='x'")]
        self.fails(1, re.compile("labels; more than 16"), "-o", self.out, *labels, SAMPLE)

    def test_far_reach_holds_the_document(self):
        path = self.write("s.xml", "<s><r n='1'/><r n='2'/></s>")
        result = self.run_it("-d", "--no-self-metrics", "-l",
                             "next=following-sibling::r/@n", path)
        self.assertIn('type="r",next="2"} 1', result.out)
        self.assertIn("whole document", result.err)
        large = self.write("large.xml", "<s>" + "<r n='1'/>" * 30000 + "</s>")
        self.fails(1, re.compile("--max-document-size"), "-o", self.out, "-l", "n=../r/@n",
                   "--max-document-size", "100000", large)


    def test_a_row_whose_tree_is_too_large(self):
        config = self.write("x.toml", "[[metric]]\nname = 'm'\nhelp = 'H.'\nrows = '/s/row'\n"
                            "value = 'count(descendant::c)'\n")
        store = self.write("s.xml", "<s>\n<row>" + "<c/>" * 20000 + "</row></s>")
        arguments = ("-c", config, "-o", self.out, "-n", "tree", store)
        self.succeeds(*arguments)
        before = self.published("tree")
        self.assertIn("m 20000\n", before)
        for more in ((), ("--recover",)):
            err = self.fails(1, re.compile(
                f"error: {re.escape(store)}:2: the tree of the row <row> would take 1440072 bytes, "
                r"more than --max-document-size \(100000 bytes\), and the metric m needs it\n"),
                "--max-document-size", "100000", *more, *arguments)
            self.assertNotIn("warning", err)
            self.assertIn("m 20000\n", self.published("tree"))


class Publishing(Command):
    def test_mode(self):
        for mode, expected in (([], 0o644), (["--mode", "0640"], 0o640), (["--mode", "600"], 0o600)):
            self.succeeds("-o", self.out, *mode, SAMPLE)
            path = os.path.join(self.out, "store.prom")
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), expected)

    def test_alias_and_name(self):
        self.succeeds("--collector.textfile.directory", self.out, "-n", "app.prom", SAMPLE)
        self.assertEqual(self.files(), ["app.prom"])
        self.assertIn('promfile_series{file="app.prom"} 10', self.published("app"))

    def test_check_writes_nothing(self):
        result = self.run_it("--check", "-o", self.out, SAMPLE)
        self.assertEqual(result.returncode, 0, result.err)
        self.assertIn("store_rows", result.out)
        self.assertEqual(self.files(), [])
        self.write("out/store.prom", "other 1\n")
        self.assertEqual(self.run_it("--check", "-o", self.out, SAMPLE).returncode, 1)
        self.fails(1, re.compile("store.prom"), "-o", self.out, SAMPLE)
        result = self.run_it("-d", "-o", self.out, SAMPLE)
        self.assertEqual(result.returncode, 0)
        self.assertIn("this would not be published", result.err)

    def test_clash(self):
        self.write("out/other.prom", "# HELP store_rows X.\n# TYPE store_rows counter\n"
                                     "store_rows 1\n")
        self.fails(1, re.compile("other.prom"), "-o", self.out, SAMPLE)
        result = self.run_it("-d", "-o", self.out, SAMPLE)
        self.assertEqual(result.returncode, 0)
        self.assertIn("this would not be published", result.err)
        self.assertIn("store_rows{", result.out)

    def test_missing_directory(self):
        self.fails(1, re.compile("/nowhere"), "-o", self.directory + "/nowhere", SAMPLE)


class Changing(Command):
    def write_on(self, path, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.stop:
            with open(path, "r+", encoding="utf-8") as file:
                file.write(self.large)
            time.sleep(0.002)

    def run_beside_writer(self, seconds, *arguments):
        self.large = "<store>" + "<a/>" * 200000 + "</store>"
        path = self.write("busy.xml", self.large)
        self.stop = False
        writer = threading.Thread(target=self.write_on, args=(path, seconds))
        writer.start()
        time.sleep(0.05)
        try:
            return path, self.run_it(*arguments, path)
        finally:
            self.stop = True
            writer.join()

    def test_never_calm(self):
        path, result = self.run_beside_writer(30, "-o", self.out)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.err, re.escape(path) + " changed each of the 4 times it was read")
        self.assertEqual(self.self_metric("store_success", "busy"), [0])

    def test_calm_at_last(self):
        path, result = self.run_beside_writer(1.0, "-o", self.out)
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn(f'store_total_rows{{path="{path}"}} 200000', self.published("busy"))


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=0).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
