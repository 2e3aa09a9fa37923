"""How --suggest is run: options, stores, an earlier store, a configuration that is there."""
import os
import pathlib
import re
import resource
import subprocess

from suggest_case import TOP, PROMFILE, STREAMS, Suggest


class Run(Suggest):
    def test_what_is_printed_runs(self):
        store = self.write("stats.xml", STREAMS)
        config = self.write("stats.toml", self.suggests(store))
        self.assertIn('rtmp_stream_received_bytes_total{stream="b"} 200', self.metrics(config))

    def test_a_store_that_never_ends_ends_the_run(self):
        silent, _writer = os.pipe()
        result = self.run_it("--suggest", "--store-timeout", "0.2", "-", stdin=silent)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertIn("nothing came for 0.2 s (--store-timeout)", result.stderr)
        endless = '"sh", "-c", "while printf \'<r>\'; do :; done"'
        config = self.write("app.toml", f"store = {{ command = [{endless}], name = 'endless' }}\n")
        result = self.run_it("--suggest", "--run-timeout", "0.2", "-c", config)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertIn("(--run-timeout)", result.stderr)

    def test_several_stores_that_look_the_same_are_told_apart_by_file(self):
        one = self.write("one.xml", "<r><d name='a' size='1'/><d name='b' size='2'/></r>")
        two = self.write("two.xml", "<r><d name='a' size='3'/><d name='b' size='4'/></r>")
        self.assertIn("file = '$file'", self.suggests(one, two))
        for job in ("x", "y"):
            (self.directory / job).mkdir()
        same_names = [self.write(f"{job}/status.xml", "<r><d name='a' size='1'/></r>") for job in ("x", "y")]
        self.assertIn("path = '$path'", self.suggests(*same_names))
        other = self.write("other.xml", "<r><d name='c' size='3'/><d name='d' size='4'/></r>")
        self.assertNotIn("$file", self.suggests(one, other))

    def test_each_field_has_a_rule_or_a_line_that_says_why_not(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' size='1234' empty=''><tag>x</tag><tag>y</tag></d>"
                                                 "<d name='b' size='2345' empty=''/></r>"))
        self.assertIn("#   /r/d/@empty: without values", text)
        self.assertIn("#   /r/d/tag: a list of texts", text)

    def test_check_says_which_fields_no_rule_reads(self):
        store = self.write("d.xml", "<r><a><d name='x' one='1' two='2'><three>3</three><four>4</four></d></a>"
                                    "<b when='5'/></r>")
        rules = """
[[group]]
rows = '//d'
labels = { d = '@name', when = '../following-sibling::b/@when' }
[[group.metric]]
name = 'r_one'
help = 'One.'
where = "four != 5 and @other"
value = '@one'
on-empty = 'ok'
"""
        for given in (f"'{store}'", f"{{ command = ['cat', '{store}'], name = 'cat' }}"):
            config = self.write("d.toml", f"store = [{given}]\n{rules}")
            result = self.run_it("--check", "-v", "-c", config)
            self.assertIn(f": no rule reads 2 of 6 fields: /r/a/d/@two, /r/a/d/three (promfile --suggest "
                          f"-c {config} prints rules for them, or why there are none)\n", result.stderr)
            self.assertNotIn("no rule reads", self.run_it("--check", "-c", config).stderr)
        all_read = self.write("d.toml", f"store = ['{store}']\n{rules}".replace(
            "'@one'", "['@one', '@two', 'three']"))
        self.assertNotIn("no rule reads", self.run_it("--check", "-v", "-c", all_read).stderr)
        # A store that no rule is for, and one that cannot be read, are not looked at.
        other = self.write("other.xml", "<r><x>1</x></r>")
        bad = self.write("bad.xml", "<r><x>1</r>")
        config = self.write("d.toml", f"store = ['{store}', '{other}', '{bad}']\n{rules}".replace(
            "rows =", "source = ['d.xml', 'bad.xml']\nrows ="))
        result = self.run_it("--check", "-v", "-c", config)
        self.assertEqual(result.stderr.count(": no rule reads "), 1, result.stderr)

    def test_rules_of_one_store_fit_another_of_the_format(self):
        corpus = TOP.parent / "shared" / "corpus"
        if not corpus.is_dir():
            self.skipTest("no corpus beside the project")
        libvirt = [corpus / "libvirt" / "store.xml",
                   *(corpus / "producers" / f"{name}.xml" for name in ("virsh-dom", "virt-install"))]
        formats = [sorted((corpus / "junit").glob("*.xml")),
                   sorted((corpus / "junos-environment").glob("*.xml")), libvirt]
        for stores in formats:
            for first in stores:
                text = self.run_it("--suggest", str(first)).stdout
                for other in stores:
                    config = self.write("d.toml", text.replace(f"'{first}'", f"'{other}'"))
                    checked = self.run_it("--check", "-c", config)
                    self.assertEqual(checked.returncode, 0, f"{first} on {other}: {checked.stderr}")
                    for line in checked.stderr.splitlines():
                        self.assertNotRegex(line, "different values|merged|conflict|error",
                                            f"{first} on {other}")

    def test_prose_is_no_data(self):
        text = self.suggests(self.write("page.xml", "<html><body><p>one <b>word</b> two</p><p>three"
                                                    " <i>four</i></p></body></html>"))
        self.assertIn("it is a text, not data", text)
        self.assertNotIn("[[metric]]", text)

    def test_nothing_to_suggest_is_no_failure(self):
        store = self.write("empty.xml", "<r/>")
        text = self.suggests(store)
        self.assertIn("# Nothing was found", text)
        self.assertIn(f"\n# store = ['{store}']\n", text)

    def test_standard_input(self):
        text = self.suggests("-", input=STREAMS)
        self.assertIn("store = ['-']", text)
        self.assertIn("rtmp_stream_received_bytes_total", text)
        refused = self.run_it("--suggest", "--max-document-size", "100", "-", input=STREAMS)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("write it into a file", refused.stderr)

    def test_a_store_that_is_not_xml_is_named_for_what_it_is(self):
        for content, what in ((b"\x1f\x8b\x08\0", "it is compressed with gzip"),
                              (b'{"a": 1}', "it is JSON"),
                              (b"store = 'a.xml'\n", "did you mean -c?")):
            path = self.directory / "foreign"
            path.write_bytes(content)
            with open(path, "rb") as piped:
                for result in (self.run_it("--suggest", str(path)),
                               self.run_it("--suggest", "-", stdin=piped)):
                    self.assertEqual((result.returncode, result.stdout), (1, ""))
                    self.assertIn(what, result.stderr)

    def test_standard_input_has_its_name_in_messages(self):
        result = self.run_it("--suggest", "-", input="<a><b></a>")
        self.assertTrue(result.stderr.startswith("promfile: error: standard input:1:"),
                        result.stderr)

    def test_an_earlier_store_may_be_a_pipe(self):
        new = self.write("new.xml", "<r><d name='a' load='9' errors='7'/></r>")
        result = self.run_it("--suggest", "--earlier", "-", new, input="<r><d name='a' load='5' errors='7'/></r>")
        self.assertEqual(result.returncode, 0)
        self.assertNotIn("warning", result.stderr)
        result = self.run_it("--suggest", "--earlier", "-", new, input="<r><d name='a'")
        self.assertEqual((result.returncode, result.stdout), (1, ""))

    def test_the_summary_counts_one_rule_in_the_singular(self):
        store = self.write("s.xml", "<store><a>1</a></store>")
        self.assertIn("promfile: 1 rule, 1 series\n", self.run_it("--suggest", store).stderr)

    def test_an_earlier_store_tells_counters_from_gauges(self):
        old = self.write("old.xml", "<r><d name='a' x='5' requests='7' z='500' refs='3'/></r>")
        new = self.write("new.xml", "<r><d name='a' x='9' requests='6' z='500' refs='2'/></r>")
        text = self.suggests("--earlier", old, new)
        self.assertIn("type = 'counter'", self.rule(text, "r_d_x_total"))
        self.assertNotIn("type", self.rule(text, "r_d_requests"))
        self.assertNotIn("type", self.rule(text, "r_d_z"))
        self.assertNotIn("old.xml", text)
        self.assertNotIn("type", self.rule(text, "r_d_refs"))  # it changed: more than a property
        alone = self.suggests(new)
        self.assertIn("#name = 'r_d_refs'", alone)
        self.assertIn("type = 'counter'", self.rule(alone, "r_d_requests_total"))

    def test_an_earlier_store_that_is_another_or_the_newer_one_is_a_warning(self):
        row = "<d name='{}' requests='{}' packets='{}' hits='{}'/>"
        new = self.write("new.xml", "<r>" + row.format("a", 9, 8, 7) + row.format("b", 5, 4, 3) + "</r>")
        for text, warning in (
                ("<s><e x='1'/></s>", "is it a store of another program?"),
                ("<r>" + row.format("x", 9, 8, 7) + "</r>", "is it another store?"),
                ("<r>" + row.format("a", 10, 9, 8) + "</r>", "is it the newer one, or has the program")):
            old = self.write("old.xml", text)
            self.assertIn(warning, self.run_it("--suggest", "--earlier", old, new).stderr)
        self.write("old.xml", "<r>" + row.format("a", 1, 1, 1) + "</r>")
        self.assertNotIn("earlier", self.run_it("--suggest", "--earlier", old, new).stderr)

    def test_rows_whose_labels_moved_since_the_earlier_store_are_comments(self):
        store = "<r><up>{}</up><d name='{}' load='5'/><d name='{}' load='7'/></r>"
        old = self.write("old.xml", store.format(1, "a", "b"))
        new = self.write("new.xml", store.format(2, "c", "d"))
        self.assertIn("\nname = 'r_d_load'", self.suggests(new))
        text = self.suggests("--earlier", old, new)
        self.assertIn("\n#name = 'r_d_load'", text)
        self.assertIn("# -- /r/d: other labels than in the earlier store, so series come and go", text)

    def test_only_what_a_configuration_lacks(self):
        store = self.write("stats.xml", STREAMS)
        config = self.write("stats.toml", self.suggests(store))
        complete = self.suggests("-c", config)
        self.assertNotIn("metric]]", complete)
        self.assertIn(f"# {config} has every rule that promfile would suggest.\n", complete)
        text = pathlib.Path(config).read_text()
        rule = self.rule(text, "rtmp_stream_clients")
        self.write("stats.toml", text.replace(rule, ""))
        again = self.suggests("-c", config)
        self.assertEqual(re.findall(r"^name = '(.*)'", again, re.M), ["rtmp_stream_clients"])
        self.assertNotIn("store =", again)
        self.write("stats.toml", "# promfile: leave /rtmp/stream/clients\n" + text.replace(rule, ""))
        self.assertNotIn("metric]]", self.suggests("-c", config))

    def test_what_a_configuration_declined_stays_a_comment(self):
        store = self.write("d.xml", "<s><poll>60</poll><job name='a' used='5'/></s>")
        first = self.suggests(store)
        self.assertIn("\n#name = 's_poll'", first)
        again = self.suggests("-c", self.write("d.toml", first))
        self.assertIn("has every rule that promfile would suggest; the optional ones follow.", again.replace("\n# ", " "))
        self.assertIn("\n#name = 's_poll'", again)
        alone = self.suggests(self.write("e.xml", "<s><poll>60</poll></s>"))
        self.assertIn("# looks like a setting\n[[metric]]\nname = 's_poll'", alone)

    def test_a_configuration_lacks_the_pairs_that_it_does_not_choose(self):
        store = self.write("p.xml", "<r><p name='requests_total' value='5'/><p name='used' value='7 MB'/></r>")
        for where, names in (("where = \"@name = 'requests_total'\"", ["r_used_bytes"]), ("", []),
                             ("where = \"@value\"", [])):
            config = self.write("p.toml", f"store = ['{store}']\n[[metric]]\nname = 'x'\nrows = '/r/p'\n"
                                          f"value = '@value'\nunit = 'auto'\nlabels = {{ n = '@name' }}\n{where}\n")
            self.assertEqual(re.findall(r"^name = '(.*)'", self.suggests("-c", config), re.M), names)

    def test_names_do_not_collide_with_those_of_the_configuration(self):
        store = self.write("stats.xml", STREAMS)
        config = self.write("app.toml", f"store = ['{store}']\n[[metric]]\n"
                            "name = 'rtmp_stream_clients'\nrows = '/rtmp/naccepted'\nvalue = '.'\n")
        names = re.findall(r"^name = '(.*)'", self.suggests("-c", config), re.M)
        self.assertNotIn("rtmp_stream_clients", names)
        self.assertEqual(len(names), len(set(names)))

    def test_options(self):
        store = self.write("stats.xml", STREAMS)
        for options in (["--check"], ["--debug"], ["--print-rules"], ["-t", "a"], ["-r", "/*"],
                        ["-l", "site"], ["--sensors"]):
            result = self.run_it("--suggest", *options, store)
            self.assertEqual((result.returncode, result.stdout), (2, ""), options)
            self.assertIn("does not go with --suggest", result.stderr)
        self.assertEqual(self.run_it("--earlier", store, "--debug", store).returncode, 2)
        self.assertEqual(self.run_it("--suggest").returncode, 2)
        self.assertEqual(self.run_it("--suggest", "/nonexistent.xml").returncode, 1)
        self.assertEqual(self.run_it("--suggest", self.write("bad.xml", "<a>")).returncode, 1)
        text = self.suggests("-n", "app", "-o", str(self.directory), "--prefix", "my", store)
        self.assertIn("name = 'app'", text)
        self.assertIn(f"textfile-directory = '{self.directory}'", text)
        self.assertIn("name = 'my_stream_clients'", text)

    def test_a_large_store_is_not_held_in_memory(self):
        rows = (f"<order id='{i}' state='{('new', 'paid')[i % 2]}'><amount>{i}.5</amount>"
                f"<note>{'x' * 300}</note></order>" for i in range(20000))
        store = self.write("orders.xml", "<orders site='a'>" + "".join(rows) + "</orders>")
        limit = 80 << 20
        result = self.run_it("--suggest", store, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_DATA, (limit, limit)))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("name = 'orders_amount'", result.stdout)
        self.assertIn("name = 'orders_rows'", result.stdout)
        self.assertIn("60001 elements", result.stdout)

    def test_rows_that_may_become_many_have_a_limit(self):
        rows = "".join(f"<d name='n{i}' size='{i}'/>" for i in range(40))
        text = self.suggests(self.write("d.xml", f"<r>{rows}</r>"))
        self.assertIn("series = 1000", self.rule(text, "r_d_size"))

    def test_a_store_that_can_be_read_in_part(self):
        store = self.write("d.xml", STREAMS + "<more/>")
        result = self.run_it("--suggest", "--recover", store)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("recover = true", result.stdout)
        # The only message is about the part that --recover left out.
        checked = self.run_it("--check", "-c", self.write("checked.toml", result.stdout))
        self.assertEqual((checked.returncode, checked.stderr),
                         (0, f"promfile: warning: {store} has 2 root elements, and the rows of all "
                             "are published\n"))

    def test_the_budget_of_series(self):
        rows = "".join(f"<d name='n{i}' a='{i}' b='{i}' c='{i}'/>" for i in range(50))
        text = self.suggests("--max-series", "60", self.write("d.xml", f"<r>{rows}</r>"))
        self.assertEqual(text.count("[[metric]]"), 1)
        self.assertIn("would make more than 60", text)

    def test_what_cannot_be_read_or_written_is_an_error(self):
        store = self.write("s.xml", STREAMS)
        loop = self.directory / "loop"
        loop.symlink_to(loop)
        for arguments, message in (((f"{self.directory}/none*.xml",), "none*.xml matches no file\n"),
                                   ((f"{loop}/*.xml",), f"cannot read the directory {loop}/: "),
                                   (("--earlier", f"{self.directory}/none.xml", store),
                                    f"cannot read {self.directory}/none.xml: No such file or directory\n")):
            result = self.run_it("--suggest", *arguments)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(message, result.stderr)
        with open("/dev/full", "wb") as full:
            result = subprocess.run([PROMFILE, "--suggest", store], stdout=full, stderr=subprocess.PIPE,
                                    text=True, timeout=60, check=False)
        self.assertEqual((result.returncode, result.stderr),
                         (1, "promfile: error: cannot write to standard output: No space left on device\n"))

    def test_what_can_be_read_only_once_needs_room_for_a_file(self):
        absent = str(self.directory / "absent")
        result = self.run_it("--suggest", "-", input=STREAMS, env={**os.environ, "TMPDIR": absent})
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"cannot make a temporary file {absent}/promfile-", result.stderr)
        limit = 1 << 20
        text = "<r>" + " " * 2 * limit + "</r>"
        result = self.run_it("--suggest", "-", input=text, restore_signals=False, preexec_fn=lambda:
                             resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertEqual((result.returncode, result.stderr),
                         (1, "promfile: error: cannot write a temporary file: File too large\n"))
