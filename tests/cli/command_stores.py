"""Stores that cannot be read whole, and what --check says of rows."""

import os
import re
import shutil
import subprocess

from command_case import Command, NOBODY, PROMFILE, SAMPLE


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

    def test_check_tells_a_bad_bound_from_a_bad_count(self):
        config = self.write("x.toml", "[[metric]]\nname = 'app_h'\nhelp = 'H.'\ntype = 'histogram'\n"
                                      "rows = '/s/r'\nvalue = '@n'\nbucket = '@le'\n")
        count = 'the value @n of app_h is not a count on 1 of 2 rows, the first is "1.5"'
        bound = 'the bucket @le of app_h is not a number on 1 of 2 rows, the first is "x"'
        for rows, columns, told in (
                ('<r le="1" n="1.5"/><r le="x" n="2"/>', ", 1 with an unusable one, 1 with an unusable bound",
                 (count, bound)),
                ('<r le="x" n="2"/><r le="2" n="2"/>', ", 1 with an unusable bound", (bound,)),
                ('<r le="1" n="1.5"/><r n="2"/>', ", 1 with an unusable one, 1 without a bound", (count,))):
            result = self.run_it("--check", "-c", config, self.write("s.xml", f"<s>{rows}</s>"))
            self.assertRegex(result.out, f"app_h +histogram +0 series +2 rows{columns}\n")
            for sentence in (count, bound):
                (self.assertIn if sentence in told else self.assertNotIn)(sentence, result.err)

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
        for path, chosen in (("v", "v[1] or v[@name = 'x']"), ("v/@a", "(v/@a)[1] or v[@name = 'x']/@a"),
                             ("v | w", "(v | w)[1] or (v | w)[@name = 'x']"),
                             ("v | k/text()", "(v | k/text())[1] or (v | k/text())[@name = 'x']"),
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
        store = self.write("s.xml", "<s><r><v>12<![CDATA[34]]></v><k>a</k></r></s>")
        for path in ("v/text()", "v//text()"):
            texts = self.write("y.toml", rule.format(path))
            self.assertIn(f'"{path}" of m gives several pieces of text on a row, and the first one counts '
                          f"(first at {store}:1); v is all text of the first v", self.run_it("--check", "-c", texts).err)
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
