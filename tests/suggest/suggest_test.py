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
        self.assertIn("states = ['down', 'up', 'other']", self.rule(text, "rtmp_stream_state"))
        self.assertIn("/rtmp/stream: 2 rows, told apart by stream", text)
        self.assertIn(f"store = ['{self.directory}/stats.xml']", text)

    def test_names_of_counts_and_sizes(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' bits_per_sample='16' nb_frames='500'>"
                                                 "<width units='bits'>64</width></d><d name='b' nb_frames='700' "
                                                 "bits_per_sample='24'><width units='bits'>32</width></d></r>"))
        self.assertIn("name = 'r_d_sample_size'", text)
        self.assertNotIn("type", self.rule(text, "r_d_nb_frames"))
        self.assertIn("#name = 'r_d_width'", text)

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

    def test_secrets_are_known_by_their_names_and_by_their_looks(self):
        names = ("passphrase pass_phrase pwd dbPwd pass userPass psk wpaPsk preSharedKey accessKey masterKey "
                 "encryptionKey auth authorization bearer jwt seed mnemonic salt hash creds unlockCode "
                 "activationCode securityAnswer connectionString dsn conn motherName login userName realName "
                 "fullName lastUser modifiedBy contact").split()
        for name in names:
            with self.subTest(name=name):
                for store in (f"<app><state>up</state><db><{name}>Zebra42x</{name}></db></app>",
                              f"<app><db state='up' {name}='Zebra42x'/></app>"):
                    self.assertNotRegex(self.suggests(self.write("s.xml", store)), f"Zebra42x|'{name}'|@{name}'")
        for value in ("glpat-9aZk31mQx77Lw0PqRt2v", "AKIAIOSFODNN7EXAMPLE", "Server=db;Pwd=Xyz99!", "bob:pw@host",
                      "https://bob:pw@host/x", "--token=abcd", "Bearer abcd", "eyJhbGciOi.eyJzdWIiOi.x9",
                      "Zk31mQx77Lw0PqRt2vB9"):
            with self.subTest(value=value):
                text = self.suggests(self.write("s.xml", f"<app><state>up</state><db><mode>{value}</mode></db></app>"))
                self.assertNotIn(value, text)
                self.assertNotIn("mode'", text)
        text = self.suggests(self.write("s.xml", "<app><state>up</state><db><mode>primary</mode>"
                                        "<pass>12</pass><lastLogin>2026-01-02T03:04:05Z</lastLogin></db></app>"))
        for harmless in ("db/mode", "db/pass", "db/lastLogin"):
            self.assertIn(harmless, text)

    def test_a_name_that_comes_later_is_not_published(self):
        pairs = "<p name='mode' value='fast'/><p name='tier' value='gold'/><p name='n' value='3'/>"
        store = self.write("p.xml", f"<app>{pairs}</app>")
        text = self.suggests(store)
        config = self.write("p.toml", re.sub(r"^#([^ #\n])", r"\1", text, flags=re.M))
        self.assertRegex("\n".join(self.metrics(config)), 'tier')
        self.write("p.xml", f"<app>{pairs}<p name='smtp.password' value='Zebra42x'/></app>")
        self.assertNotIn("Zebra42x", "\n".join(self.metrics(config)))

    def test_a_state_that_goes_bad_keeps_its_series(self):
        for seen, bad in (("RUNNING", "STOPPED"), ("RUNNING", "DEGRADED"), ("SUCCESS", "FAILURE"),
                          ("SUCCESS", "FAILED"), ("online", "offline"), ("up", "gone"), ("OK", "Failed")):
            with self.subTest(seen=seen, bad=bad):
                store = self.write("state.xml", f"<app><backup><state>{seen}</state><n>5</n></backup></app>")
                config = self.write("state.toml", self.suggests(store))
                self.write("state.xml", f"<app><backup><state>{bad}</state><n>5</n></backup></app>")
                states = [line for line in self.metrics(config) if "state=" in line]
                self.assertEqual([line[-1] for line in states if f'"{seen}"' in line], ["0"], states)
                self.assertEqual(sum(int(line[-1]) for line in states), 1, states)

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
        for job in ("x", "y"):
            (self.directory / job).mkdir()
        same_names = [self.write(f"{job}/status.xml", "<r><d name='a' size='1'/></r>") for job in ("x", "y")]
        self.assertIn("path = '$path'", self.suggests(*same_names))
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

    def tier(self, text, name):
        """Is the rule active, a comment or absent?"""
        return ("active" if re.search(f"^name = '{name}'", text, re.M) else
                "comment" if re.search(f"^#name = '{name}'", text, re.M) else "absent")

    def test_a_number_that_may_not_be_worth_a_metric_is_a_comment_with_the_reason(self):
        rows = "".join(
            f"<d name='n{i}' errors='0' jumbo='0' width='64{i}' max='100' used='{i}' floor-limit='7' "
            f"free='{3000 + i}' free-again='{3000 + i}' family='6'><mem kb='{i * 7}' percent='{i * i}'/>"
            f"<io now='{i}' total='{i ** 3 * 100}'/><hosts up='{i * i + 3}' down='1' total='{i * i + 4}'/></d>"
            for i in range(1, 5))
        text = self.suggests(self.write("d.xml", f"<r>{rows}</r>"))
        for name, tier, reason in (
                ("r_d_errors_total", "active", ""), ("r_d_used", "active", ""), ("r_d_max", "active", ""),
                ("r_d_free", "active", ""), ("r_d_mem_ratio", "active", ""),
                ("r_d_io_total", "active", ""), ("r_d_hosts_up", "active", ""),
                ("r_d_jumbo", "comment", "always 0 so far"),
                ("r_d_width", "comment", "a size or a format"),
                ("r_d_free_again", "comment", "follows @free on each row so far"),
                ("r_d_family", "comment", "a code"),
                ("r_d_mem_bytes", "comment", "mem/@percent says the same"),
                ("r_d_io_now", "comment", "rate() of io/@total gives it"),
                ("r_d_hosts_overall", "comment", "the sum of the others")):
            self.assertEqual(self.tier(text, name), tier, name)
            self.assertIn(reason, text)

    def test_limits_stand_beside_the_values_that_they_limit(self):
        text = self.suggests(self.write("d.xml", "<r><a name='x' threads-max='200' threads-busy='70'/>"
                                                 "<b name='y' retention-max='200' length='300'/>"
                                                 "<c name='z' open-max='9223372036854775807' open='1'/></r>"))
        self.assertEqual(self.tier(text, "r_a_threads_max"), "active")
        self.assertEqual(self.tier(text, "r_b_retention_max"), "comment")
        self.assertIn("-- /r/b: a limit\n", text)

    def test_what_a_row_above_says_already_is_a_comment(self):
        suite = "<s name='s{0}' tests='{0}' time='{1}'>" + "{2}</s>"
        suites = "".join(suite.format(n, n * 2, "<case time='2'/>" * n) for n in (40, 70))
        text = self.suggests(self.write("d.xml", f"<r>{suites}</r>"))
        self.assertEqual(self.tier(text, "r_cases"), "comment")
        self.assertIn("@tests of the s is their number", text)
        self.assertIn("@time of the s is their sum", text)

    def test_a_state_that_changes_keeps_its_series(self):
        first = self.write("d.xml", "<r><d name='a' size='12345' dc-input='OK'/></r>")
        text = self.suggests(first)
        rule = self.rule(text, "r_d_dc_input_status")
        self.assertIn("states = ['OK', 'other']", rule)
        self.assertIn("map = { OK = 'OK', else = 'other' }", rule)
        config = self.write("d.toml", text)
        self.write("d.xml", "<r><d name='a' size='1' dc-input='Smoke'/></r>")
        self.assertIn('r_d_dc_input_status{d="a",state="other"} 1', self.metrics(config))
        self.assertIn('r_d_dc_input_status{d="a",state="OK"} 0', self.metrics(config))

    def test_counts_by_state_are_there_before_a_row_has_the_state(self):
        rows = "<order pid='1' result='pass'/><order pid='2' result='pass'/>" * 6
        config = self.write("d.toml", self.suggests(self.write("d.xml", f"<r>{rows}</r>")))
        self.assertIn('r_orders{result="fail"} 0', self.metrics(config))

    def test_a_log_of_events_is_counted_and_has_a_newest_time(self):
        rows = "".join(f"<logentry revision='{90 - i}'><author>me</author><date>2026-11-{20 - i:02}T01:02:03"
                       f"</date><msg>words {i}</msg><paths><path kind='file'>/a{i}</path>"
                       f"<path kind='{'file' if i % 2 else 'dir'}'>/b{i}</path></paths></logentry>"
                       for i in range(15))
        text = self.suggests(self.write("log.xml", f"<log>{rows}</log>"))
        config = self.write("log.toml", text)
        metrics = self.metrics(config)
        self.assertIn("log_logentries 15", metrics)
        self.assertIn('log_paths{kind="dir"} 8', metrics)
        self.assertIn("log_logentry_last_date_timestamp_seconds 1795136523", metrics)
        self.assertIn("# guess: the times name no zone, so UTC; `timezone` sets another", text)
        self.assertNotIn("aggregate = 'last'", text)

    def test_the_newest_row_of_a_history_counts_first_or_last(self):
        for step, aggregate, value in ((1, "last", 12), (-1, "first", 12)):
            rows = [f"<sample date='2026-11-{i:02}T00:00:00Z' load='{i}.5'/>" for i in range(1, 13)][::step]
            text = self.suggests(self.write("d.xml", f"<r>{''.join(rows)}</r>"))
            self.assertIn(f"aggregate = '{aggregate}'", text)
            metrics = self.metrics(self.write("d.toml", text))
            self.assertIn(f"r_sample_load {value}.5", metrics)
            self.assertIn("r_sample_newest_timestamp_seconds 1794441600", metrics)

    def test_an_index_tells_rows_apart_rather_than_the_name_of_a_property(self):
        text = self.suggests(self.write("d.xml", "<r><stream index='0' codec_name='aac' frames='5'/>"
                                                 "<stream index='1' codec_name='h264' frames='9'/></r>"))
        self.assertIn("labels = { stream = '@index' }", text)
        ports = "".join(f"<port protocol='tcp' portid='{n}'><state state='open'/></port>" for n in (1, 2))
        text = self.suggests(self.write("d.xml", f"<r><ports>{ports}</ports></r>"))
        self.assertIn("portid = '@portid'", text)

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
                          f"-c {config} prints rules for them)\n", result.stderr)
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

    def test_names_that_are_taken_get_a_word_of_the_elements_around(self):
        counters = "<counter type='A' missed='{0}'/><counter type='B' missed='{0}'/>"
        inner = "".join(f"<class>{counters.format(n)}</class>" for n in (1, 4))
        text = self.suggests(self.write("d.xml", f"<report>{inner}{counters.format(5)}</report>"))
        self.assertNotRegex(text, "_2'")

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

    def test_an_earlier_store_may_be_a_pipe(self):
        new = self.write("new.xml", "<r><d name='a' load='9' errors='7'/></r>")
        result = self.run_it("--suggest", "--earlier", "-", new, input="<r><d name='a' load='5' errors='7'/></r>")
        self.assertEqual(result.returncode, 0)
        self.assertNotIn("warning", result.stderr)
        result = self.run_it("--suggest", "--earlier", "-", new, input="<r><d name='a'")
        self.assertEqual((result.returncode, result.stdout), (1, ""))

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

    def test_names_and_help_are_what_a_person_would_write(self):
        text = self.suggests(self.write("s.xml", """<errors><total errors="7"/><pool name="a"
            since="2026-11-20T10:00:00Z" size_mb="12" busy="3"/><pool name="b"
            since="2026-11-21T10:00:00Z" size_mb="14" busy="4"/></errors>"""))
        self.assertIn("'since' of the pool, in unix seconds.", text)
        self.assertIn("Size of the pool.", text)
        self.assertNotIn("errors_errors", text)

    def test_a_value_attribute_is_named_by_its_element(self):
        fan = ("<fan><label value='Fan {0}'/><zone value='System'/><speed value='18' unit='Percentage'/>"
               "<firmware_version value='1.0{0}'/><status value='OK'/><load value='5' min='1' max='9'/></fan>")
        text = self.suggests(self.write("h.xml", f"<health>{fan.format(1)}{fan.format(2)}</health>"))
        self.assertIn("labels = { fan = 'label/@value' }", text)
        self.assertIn("help = 'Speed of the fan.'", self.rule(text, "health_fan_speed_ratio"))
        self.assertIn("type = 'stateset'", self.rule(text, "health_fan_status"))
        self.rule(text, "health_fan_load_max") # a limit beside the value that it limits
        self.assertIn("#   /health/fan/firmware_version/@value: names a thing, measures nothing", text)

    def test_a_number_close_to_a_time_of_the_row_is_a_time(self):
        text = self.suggests(self.write(
            "s.xml", "<log><session id='b' start='1763790000000' dump='1763790100000' size='1763790100001234'/></log>"))
        self.assertIn("scale = 0.001", self.rule(text, "log_session_dump_timestamp_seconds"))
        self.rule(text, "log_session_size")

    def test_bytes_sent_are_no_time_and_a_capacity_is_no_counter(self):
        text = self.suggests(self.write(
            "b.xml", "<wan><TotalBytesSent>3456789012</TotalBytesSent><lastSent>1763800000</lastSent>"
                     "<inodesTotal>900</inodesTotal><inodesFree>400</inodesFree></wan>"))
        self.rule(text, "wan_sent_bytes_total")
        self.rule(text, "wan_last_sent_timestamp_seconds")
        self.assertNotIn("counter", self.rule(text, "wan_inodes_overall"))

    def test_durations_have_the_unit_of_the_times_beside_them(self):
        text = self.suggests(self.write(
            "j.xml", "<ci><build duration='123456' timestamp='1763800000000'/></ci>"))
        self.assertIn("unit = 'ms'", self.rule(text, "ci_build_duration_seconds"))

    def test_named_values_of_several_types_keep_their_names(self):
        text = self.suggests(self.write(
            "v.xml", "<app><stats><long name='lookups'>12</long><long name='hits'>8</long>"
                     "<float name='ratio'>0.5</float></stats></app>"))
        self.assertIn("labels = { name = '@name' }", self.rule(text, "app_long"))
        self.assertIn("'@name'", self.rule(text, "app_float"))

    def test_names_have_no_words_of_an_envelope(self):
        text = self.suggests(self.write(
            "e.xml", "<Envelope><Body><GetInfoResponse><Jobs>5</Jobs></GetInfoResponse></Body></Envelope>"))
        self.rule(text, "get_info_jobs")

    def test_fields_of_one_element_name_are_columns(self):
        row = ("<row><field name='Variable_name'>{0}</field><field name='Value'>{1}</field>"
               "<field name='Since'>2026-11-2{1}</field></row>")
        text = self.suggests(self.write(
            "m.xml", f"<app>{row.format('Uptime', 1)}{row.format('Threads', 2)}</app>"))
        self.assertIn("""labels = { variable_name = "field[@name = 'Variable_name']" }""", text)
        value = self.rule(text, "app_row")
        self.assertIn("""value = "field[@name = 'Value']\"""", value)
        self.assertIn("time = 'iso8601'", self.rule(text, "app_row_since_timestamp_seconds"))
        for other in ("<row><field name='Value'>1</field><field name='Value'>2</field></row>",
                      "<row id='3'><field name='Value'>1</field><field name='b'>2</field></row>",
                      "<row><field name='x'>1</field><field name='y'>2</field></row>",
                      "<row><field name=\"it's\">1</field><field name='y'>2</field></row>"):
            text = self.suggests(self.write("m.xml", f"<s>{row.format('a', 1)}{row.format('b', 2)}{other}</s>"))
            self.assertNotIn("field[", text.replace("row/field[", ""), other)

    def test_a_list_of_numbers_is_no_property_and_a_tilde_is_no_value(self):
        gateway = "<gateway name='{0}' delay='{1}' activity='Idle' key='{2}'/>"
        text = self.suggests(self.write(
            "g.xml", f"<net load='0.32, 0.41, 0.39'>{gateway.format('a', '8.4 ms', 71)}"
                     f"{gateway.format('b', '~', 72)}</net>"))
        self.assertIn("#   /net/@load: free text", text)
        self.assertIn("map = { '~' = 'skip' }", self.rule(text, "net_gateway_delay_seconds"))
        self.assertIn("type = 'stateset'", self.rule(text, "net_gateway_activity"))
        self.assertIn("#   /net/gateway/@key: names a thing, measures nothing", text)

    def test_an_address_of_an_administrator_is_personal_and_a_node_is_not(self):
        text = self.suggests(self.write(
            "a.xml", "<app><admin>root@localhost</admin><node name='rabbit@localhost' jobs='3'/></app>"))
        self.assertIn("#   /app/admin: looks personal", text)
        self.assertIn("node_name = 'node/@name'", text)

    def test_a_mount_rather_than_the_title_that_it_shows_now_tells_rows_apart(self):
        source = "<source mount='/{0}'><title>Song {0}</title><listeners>{0}</listeners></source>"
        text = self.suggests(self.write("i.xml", f"<radio>{source.format(1)}{source.format(2)}</radio>"))
        self.assertIn("labels = { mount = '@mount' }", text)

    def test_a_number_of_packets_is_no_label_and_a_text_with_a_uuid_no_property(self):
        uuid = "8b2c2ea6-1f0e-4c5b-9d7a-{:012d}"
        text = self.suggests(self.write("s.xml", "<r>" + "".join(
            f"<channel><sci>{i}a/1</sci><outgoing-packet-number>{1000 + 17 * i}</outgoing-packet-number>"
            f"<transition-key>{i}:7:0:{uuid.format(i)}</transition-key></channel>" for i in range(3)) + "</r>"))
        self.assertIn("told apart by sci", text)
        self.assertIn("value = 'outgoing-packet-number'", text)
        self.assertNotRegex(text, r"\w = 'transition-key'")

    def test_a_duration_beside_its_seconds_is_told_once(self):
        text = self.suggests(self.write("s.xml", """<r><job name="a"><run seconds="4000">1:06:40</run>
            </job><job name="b"><run seconds="61">0:01:01</run></job></r>"""))
        self.assertIn("# -- /r/job: run/@seconds says the same", text)

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
