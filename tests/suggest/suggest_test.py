#!/usr/bin/env python3
"""--suggest as a user runs it.

The binary is that of the environment variable PROMFILE, else build/promfile."""
import os
import pathlib
import re
import resource
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
        for text in (result.stdout, re.sub(r"^#([^ #\n])", r"\1", result.stdout, flags=re.M)):
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

    def test_rows_keys_counters_states_and_a_guessed_unit(self):
        text = self.suggests(self.write("stats.xml", STREAMS))
        self.assertIn("""
[[group]]
rows = '/rtmp/stream'
labels = { stream = 'name' }
""", text)
        self.assertEqual(self.rule(text, "rtmp_stream_received_bytes_total"), """\
[[group.metric]]
name = 'rtmp_stream_received_bytes_total'
help = 'Bytes in of the stream.'
type = 'counter'
value = 'bytes_in'""")
        time = self.rule(text, "rtmp_stream_time_seconds")
        self.assertIn("unit = 'ms'", time)
        self.assertIn("# guess: 118940 beside an uptime of 122 s, so milliseconds", text)
        self.assertIn("states = ['down', 'up']", self.rule(text, "rtmp_stream_state"))
        self.assertIn("/rtmp/stream: 2 rows, told apart by stream", text)
        self.assertIn(f"store = ['{self.directory}/stats.xml']", text)

    def test_what_is_printed_runs(self):
        store = self.write("stats.xml", STREAMS)
        config = self.write("stats.toml", self.suggests(store))
        self.assertIn('rtmp_stream_received_bytes_total{stream="b"} 200', self.metrics(config))

    def test_secrets_personal_values_and_free_text_are_never_printed(self):
        text = self.suggests(self.write("users.xml", "<app>" + "".join(
            f"<user name='u{i}' password='hunter{i}' email='person{i}@example.com' logins='{i}' "
            f"api-token='1234567{i}' remark='he said to call him at noon {i}'>"
            f"<property name='secret_key' value='topsecret{i}'/><property name='size' value='{i}'/>"
            "</user>" for i in range(3)) + "</app>"))
        for hidden in ("hunter", "person0", "example.com", "1234567", "noon", "topsecret"):
            self.assertNotIn(hidden, text)
        self.assertIn("looks like a secret", text)
        self.assertIn("looks personal", text)
        self.assertIn("free text", text)

    def test_rows_that_come_and_go_are_added_up(self):
        text = self.suggests(self.write("jobs.xml", "<jobs>" + "".join(
            f"<process pid='{100 + i}' memory='{i * 1000}' state='{'idle' if i % 2 else 'busy'}'/>"
            for i in range(20)) + "</jobs>"))
        active = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        self.assertIn("rows = '/jobs/process'", active)
        self.assertNotIn("'@pid'", active)
        self.assertIn("@pid come and go", text)

    def test_several_stores_that_look_the_same_are_told_apart_by_file(self):
        one = self.write("one.xml", "<r><d name='a' size='1'/><d name='b' size='2'/></r>")
        two = self.write("two.xml", "<r><d name='a' size='3'/><d name='b' size='4'/></r>")
        self.assertIn("file = '$file'", self.suggests(one, two))
        other = self.write("other.xml", "<r><d name='c' size='3'/><d name='d' size='4'/></r>")
        self.assertNotIn("$file", self.suggests(one, other))

    def test_a_field_that_is_missing_in_some_rows(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' size='1' temp='45 C'/>"
                                                 "<d name='b' size='2'/></r>"))
        rule = self.rule(text, "r_d_temp_celsius")
        self.assertIn("where = '@temp'", rule)
        self.assertIn("unit = 'auto'", rule)

    def test_what_a_row_has_is_a_level_and_a_version_is_not_measured(self):
        text = self.suggests(self.write("d.xml", "<r xmlversion='1.05'><d name='a' has_b_frames='2' size='1'/>"
                                                 "<d name='b' has_b_frames='0' size='2'/></r>"))
        self.assertNotIn("type", self.rule(text, "r_d_has_b_frames"))
        self.assertIn("#   /r/@xmlversion: names a thing, measures nothing", text)

    def test_texts_in_place_of_numbers_are_skipped(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' size='1'/><d name='b' size='N/A'/>"
                                                 "<d name='c' size='7'/></r>"))
        self.assertIn("map = { 'N/A' = 'skip' }", self.rule(text, "r_d_size"))

    def test_the_value_of_a_preceding_sibling_tells_rows_apart(self):
        text = self.suggests(self.write("d.xml", "<r><if>e0</if><s><rx>1</rx></s>"
                                                 "<if>e1</if><s><rx>2</rx></s></r>"))
        self.assertIn("preceding-sibling::if[1]", text)

    def test_rows_whose_names_are_types_are_counted_by_type(self):
        text = self.suggests(str(TOP / "samples" / "store.xml"))
        self.assertEqual(self.rule(text, "samples_rows").splitlines()[3:],
                         ["rows = '/store/*'",
                          "labels = { type = 'name()', operation = '@operation' }"])
        self.assertIn("told apart by id, operation, type", text)
        sections = "<app><users><user id='1' name='a'/><user id='2' name='b'/></users></app>"
        ordered = sections.replace("</users>", "<group id='1' name='c'/></users>")
        for store in (sections, ordered):  # a section of each kind: not a list of events
            text = self.suggests(self.write("sections.xml", store))
            self.assertNotIn("name()", text)
        fans = "".join(f"<{kind} id='{number}' rpm='{number}00'/>" for number in range(1, 4)
                       for kind in ("fan", "pump"))
        text = self.suggests(self.write("machine.xml", f"<machine>{fans}</machine>"))
        self.assertIn("labels = { id = '@id', type = 'name()' }", text)
        self.assertIn("value = '@rpm'", text)

    def test_prose_is_no_data(self):
        text = self.suggests(self.write("page.xml", "<html><body><p>one <b>word</b> two</p><p>three"
                                                    " <i>four</i></p></body></html>"))
        self.assertIn("it is a text, not data", text)
        self.assertNotIn("[[metric]]", text)

    def test_nothing_to_suggest_is_no_failure(self):
        text = self.suggests(self.write("empty.xml", "<r/>"))
        self.assertIn("# Nothing was found", text)

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

    def test_the_summary_counts_one_rule_in_the_singular(self):
        store = self.write("s.xml", "<store><a>1</a></store>")
        self.assertIn("promfile: 1 rule, 1 series\n", self.run_it("--suggest", store).stderr)

    def test_an_earlier_store_tells_counters_from_gauges(self):
        old = self.write("old.xml", "<r><d name='a' x='5' requests='7' z='1'/></r>")
        new = self.write("new.xml", "<r><d name='a' x='9' requests='6' z='1'/></r>")
        text = self.suggests("--earlier", old, new)
        self.assertIn("type = 'counter'", self.rule(text, "r_d_x_total"))
        self.assertNotIn("type", self.rule(text, "r_d_requests"))
        self.assertNotIn("type", self.rule(text, "r_d_z"))
        self.assertNotIn("old.xml", text)
        alone = self.suggests(new)
        self.assertIn("type = 'counter'", self.rule(alone, "r_d_requests_total"))

    def test_only_what_a_configuration_lacks(self):
        store = self.write("stats.xml", STREAMS)
        config = self.write("stats.toml", self.suggests(store))
        self.assertNotIn("metric]]", self.suggests("-c", config))
        text = pathlib.Path(config).read_text()
        rule = self.rule(text, "rtmp_stream_clients")
        self.write("stats.toml", text.replace(rule, ""))
        again = self.suggests("-c", config)
        self.assertEqual(re.findall(r"^name = '(.*)'", again, re.M), ["rtmp_stream_clients"])
        self.assertNotIn("store =", again)
        self.write("stats.toml", "# promfile: leave /rtmp/stream/clients\n" + text.replace(rule, ""))
        self.assertNotIn("metric]]", self.suggests("-c", config))

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


if __name__ == "__main__":
    unittest.main()
