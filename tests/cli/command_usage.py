"""Options, names, metrics, streams and files of the promfile command."""

import difflib
import os
import re
import stat
import subprocess
import threading
import time

from command_case import Command, PROMFILE, SAMPLE, SOURCE, STORE


class Usage(Command):
    def test_nothing_to_read(self):
        self.fails(2, "there is nothing to read: give a store, e.g. promfile --debug store.xml "
                      "(promfile --help shows more)")
        self.fails(2, re.compile("nothing to read"), "-d")
        self.fails(2, re.compile("nothing to read"), "-o", self.out)

    def test_nowhere_to_write(self):
        self.fails(2, "where to? Give -o DIR, node_exporter's textfile directory, or --debug to "
                      "look: promfile --debug samples/store.xml", SAMPLE)
        config = self.write("w.toml", f'store = "{SAMPLE}"\n[[metric]]\nname = "app_rows"\n')
        for arguments in (["-c", config], ["-c", config, SAMPLE], ["--sensors"]):
            self.fails(2, re.compile("to look: promfile --debug " + re.escape(" ".join(arguments)) + "\n"), *arguments)

    def test_an_empty_store(self):
        self.fails(2, "a STORE is an empty text (is a variable not set?)", "-d", "")
        self.assertIn("empty.xml:1:1: the store is empty", self.run_it("-d", self.write("empty.xml", "")).err)
        self.assertIn("there is text before the root element",
                      self.run_it("-d", self.write("y.xml", "a: b")).err)

    def test_no_text_of_a_store_stands_in_a_command(self):
        for encoding, advice in (("x;reboot", ""), ("Big5", " (try: iconv -f Big5 -t UTF-16 STORE | promfile ... -)")):
            store = self.write("e.xml", f'<?xml version="1.0" encoding="{encoding}"?><a/>')
            self.assertIn(f"{store}:1:1: the encoding {encoding} is not supported{advice}\n",
                          self.run_it("-d", store).err)

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
