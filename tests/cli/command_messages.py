"""What the promfile command says, where, and what it counts as a warning."""

import os
import pty
import re
import subprocess
import threading
import time

from command_case import Command, PROMFILE, SAMPLE, SOURCE


class Messages(Command):
    def test_silence_on_success(self):
        self.assertEqual(self.succeeds("-o", self.out, SAMPLE), "")
        self.assertEqual(self.succeeds("-o", self.out, "-q", SAMPLE), "")

    def test_summary(self):
        err = self.run_it("-d", SAMPLE).err
        self.assertRegex(err, r"\Asamples/store.xml\n  read      6 rows, 305 B in .* \(.*/s\)\n"
                              r"  kept      orange 3, strawberry 2, apple 1\n  skipped   none\n\Z")
        self.assertEqual(self.run_it("-v", "-o", self.out, SAMPLE).err.count("\n"), 4)

    def test_many_types_are_counted(self):
        store = self.write("t.xml", "<s>" + "".join(f"<t{i}/>" for i in range(12)) + "</s>")
        self.assertIn("and 4 more types", self.run_it("-d", store).err)

    def test_all_faults_of_a_configuration_are_told(self):
        config = self.write("f.toml", '[[metric]]\nname = "a b"\n[[metric]]\nname = "c d"\n')
        told = self.fails(2, re.compile('"a b" is not a legal metric name'), "-d", "-c", config)
        self.assertIn('"c d" is not a legal metric name', told)
        config = self.write("n.toml", '[[metric]]\nname = "a"\nhelp = "\\u0000"\n')
        self.fails(2, re.compile(r"n.toml:3:8: .* U\+0000, which no metric can show"), "-d", "-c", config)

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
            self.assertRegex(err, r"promfile: warning: .*was read as U\+FFFD")
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
                         (0, note + "sensors\n  read      1 feature\n  skipped   invalid 1\n"))
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

    def test_declared_values_are_no_zeros_of_a_document_of_another_kind(self):
        page = self.write("page.xml", "<html><body/></html>")
        empty = self.write("empty.xml", "<store/>")
        config = self.write("w.toml", '[[metric]]\nname = "app_rows"\nrows = "/store/*"\n'
                                      'labels = { q = { value = "@q", values = ["a"] } }\n')
        self.assertEqual(self.series("-c", config, empty), ['app_rows{q="a"} 0'])
        self.assertEqual(self.series("-c", config, empty, page), ['app_rows{q="a"} 0'])
        self.assertEqual(self.series("-c", config, page), [])
        warning = f'w.toml:1:1: app_rows leaves out {page}: its root element is <html>, not that of rows = "/store/*"'
        self.assertIn(warning, self.run_it("-d", "-c", config, page).err)
        self.assertNotIn("leaves out", self.run_it("-d", "-c", config, page, empty).err)

    def test_a_text_of_a_store_does_not_refuse_the_metrics_of_others(self):
        store = self.write("s.xml", "<store><a k='x' v='1'/><a k='y' v='2'/><a k='sum' v='3'/></store>")
        config = self.write("w.toml", f'store = "{store}"\n[[metric]]\nname = "app"\nrows = "/store/a"\n'
                                      'value = "@v"\nname-suffix = "@k"\n[[metric]]\nname = "app_x"\n'
                                      'type = "counter"\nrows = "/store"\n')
        result = self.run_it("-d", "-c", config)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(self.series("-c", config), ["app_sum 3", "app_x 1", "app_y 2"])
        self.assertIn("app_x is left out, since its name, which a name-suffix gave, clashes with the metric app_x",
                      result.err)

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
