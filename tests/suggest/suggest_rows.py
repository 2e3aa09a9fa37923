"""What --suggest makes of rows: keys, labels, counts, states."""

from suggest_case import TOP, STREAMS, Suggest


class Rows(Suggest):
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

    def test_a_name_that_comes_later_is_not_published(self):
        pairs = "<p name='mode' value='fast'/><p name='tier' value='gold'/><p name='n' value='3'/>"
        store = self.write("p.xml", f"<app>{pairs}</app>")
        text = self.suggests(store)
        config = self.write("p.toml", self.with_comments(text))
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

    def test_what_a_row_above_says_already_is_a_comment(self):
        suite = "<s name='s{0}' tests='{0}' time='{1}'>" + "{2}</s>"
        suites = "".join(suite.format(n, n * 2, "<case time='2'/>" * n) for n in (40, 70))
        text = self.suggests(self.write("d.xml", f"<r>{suites}</r>"))
        self.assertEqual(self.tier(text, "r_cases"), "comment")
        self.assertIn("@tests of the s is their number", text)
        self.assertIn("@time of the s is their sum", text)

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

    def test_the_newest_of_several_hours_counts_and_the_parts_of_a_date_do_not(self):
        def hour(number, rx):
            return (f"<hour id='{number}'><date><year>2026</year><month>11</month><day>22</day></date>"
                    f"<time><hour>{number:02}</hour><minute>00</minute></time>"
                    f"<timestamp>{1795300000 + 3600 * number}</timestamp><rx>{rx}</rx></hour>")
        rows = "".join(
            f"<interface name='{name}'><name>{name}</name><total><rx>{total}</rx></total>"
            f"<hours>{hour(7, 3)}{hour(8, 5)}{hour(9, total)}</hours></interface>"
            for name, total in (("eth0", 21), ("eth1", 98)))
        text = self.suggests(self.write("t.xml", f"<traffic>{rows}</traffic>"))
        self.assertEqual(self.metrics(self.write("t.toml", text)), [
            "traffic_hour_newest_timestamp_seconds 1795332400", 'traffic_hour_rx{interface="eth0"} 21',
            'traffic_hour_rx{interface="eth1"} 98', 'traffic_interface_rx_total{interface="eth0"} 21',
            'traffic_interface_rx_total{interface="eth1"} 98'])
        self.assertIn("#   /traffic/interface/hours/hour/date/day: a part of a time\n", text)
        # Neither quotas nor amounts are a date.
        text = self.suggests(self.write("q.xml", "<q><keep><day>7</day><month>6</month></keep><used>5</used></q>"))
        self.assertNotIn("a part of a time", text)
        text = self.suggests(self.write("q.xml", "<q><e><day>7</day><month>60</month><year>2100</year></e></q>"))
        self.assertNotIn("a part of a time", text)

    def test_the_order_of_a_history_is_that_of_rows_beside_each_other(self):
        def interface(name, hours):
            return f"<interface name='{name}'>" + "".join(
                f"<hour timestamp='{1795300000 + 3600 * hour}' rx='{hour}'/>" for hour in hours) + "</interface>"
        text = self.suggests(self.write(
            "h.xml", f"<t>{interface('new', [9])}{interface('old', range(9, 0, -1))}</t>"))
        self.assertIn('t_hour_rx{interface="old"} 9', self.metrics(self.write("h.toml", text)))

    def test_histories_of_many_things_are_not_added_up(self):
        def interfaces(count):
            return "".join(f"<interface name='e{n}'>" + "".join(
                f"<hour timestamp='{1795300000 + 3600 * hour}' rx='{hour}'/>" for hour in range(24)) +
                "</interface>" for n in range(count))
        text = self.suggests(self.write("h.xml", f"<t>{interfaces(5)}</t>"))
        self.assertIn('t_hour_rx{interface="e4"} 23', self.metrics(self.write("h.toml", text)))
        text = self.suggests(self.write("h.xml", f"<t>{interfaces(150)}</t>"))
        self.assertIn("#   /t/interface/hour: histories of too many things\n", text)
        self.assertNotIn("_rx", text)

    def test_rows_of_a_period_have_no_counters(self):
        days = "".join(f"<day date='2026-11-{day}' requests='1{day}'><country code='DE' requests='{day}'/>"
                       f"<country code='FR' requests='7{day}'/></day>" for day in range(10, 20))
        text = self.suggests(self.write("d.xml", f"<r>{days}</r>"))
        self.assertEqual(self.metrics(self.write("d.toml", text))[:3], [
            'r_country_requests{code="DE"} 19', 'r_country_requests{code="FR"} 719',
            "r_day_newest_timestamp_seconds 1795046400"])
        self.assertNotIn("counter", text)

    def test_the_same_numbers_in_each_parent_tell_rows_apart(self):
        def bricks(sizes):
            return "".join(
                f"<brick name='b{brick}'>" + "".join(
                    f"<block><size>{size}</size><reads>{reads}</reads></block>"
                    for reads, size in enumerate(sizes[brick])) + "</brick>" for brick in (0, 1))
        text = self.suggests(self.write("s.xml", f"<s>{bricks([(1, 2, 4)] * 2)}</s>"))
        self.assertIn("rows = '/s/brick/block'\nvalue = 'reads'\n"
                      "labels = { brick = '../@name', size = 'size' }\n", text)
        for other in ([(1, 2, 4), (1, 2, 8)], [(1, 1, 4)] * 2, [(1, 2)] * 2):
            text = self.suggests(self.write("s.xml", f"<s>{bricks(other)}</s>"))
            self.assertIn("rows have no series of their own, since nothing tells the rows apart", text)
        backups = "".join(f"<backup at='{1763000000 + 86400 * day}' size='%d'/>" for day in range(3))
        text = self.suggests(self.write("b.xml", f"<h><host name='a'>{backups % (5, 6, 4)}</host>"
                                                 f"<host name='b'>{backups % (7, 5, 6)}</host></h>"))
        self.assertNotIn(" at = ", text)

    def test_a_path_rather_than_the_port_of_a_process_tells_rows_apart(self):
        rows = "".join(f"<node><host>vm</host><path>/b{n}</path><port>609{n}1</port><pid>8{n}</pid>"
                       f"<free>{n}</free></node>" for n in (1, 2))
        text = self.suggests(self.write("n.xml", f"<v>{rows}</v>"))
        self.assertIn("labels = { path = 'path' }", text)

    def test_an_index_tells_rows_apart_rather_than_the_name_of_a_property(self):
        text = self.suggests(self.write("d.xml", "<r><stream index='0' codec_name='aac' frames='5'/>"
                                                 "<stream index='1' codec_name='h264' frames='9'/></r>"))
        self.assertIn("labels = { stream = '@index' }", text)
        ports = "".join(f"<port protocol='tcp' portid='{n}'><state state='open'/></port>" for n in (1, 2))
        text = self.suggests(self.write("d.xml", f"<r><ports>{ports}</ports></r>"))
        self.assertIn("portid = '@portid'", text)

    def test_names_with_numbers_and_units_tell_rows_apart(self):
        for names in (("last 5 min", "last 15 min", "last 60 min"), ("dec 0", "dec 1", "dec 2")):
            rows = "".join(f"<window name='{name}' requests='{index * 100 + 100}'/>" for index, name in enumerate(names))
            text = self.suggests(self.write("w.xml", f"<stats>{rows}</stats>"))
            self.assertEqual(len(self.metrics(self.write("w.toml", text))), 3, text)

    def test_a_code_of_the_state_does_not_tell_rows_apart_and_a_phase_does(self):
        rows = "".join(f"<inverter serial='2712345{n}'><u phase='L1'>23{n}</u><u phase='L2'>22{n}</u><error>{n}</error>"
                       f"<status code='{n}'>Running</status></inverter>" for n in (7, 8))
        text = self.suggests(self.write("i.xml", f"<site>{rows}</site>"))
        self.assertIn("labels = { serial = '@serial' }", text)
        self.assertIn("labels = { serial = '../@serial', phase = '@phase' }", text)

    def test_a_display_name_is_a_better_key_than_a_class(self):
        text = self.suggests(self.write("c.xml", "<c><m class='Main'><displayName>a</displayName><n>1</n></m>"
                                                 "<m class='Agent'><displayName>b</displayName><n>2</n></m></c>"))
        self.assertIn("rows = '/c/m'\nlabels = { display_name = 'displayName' }\n", text)

    def test_what_holds_the_number_of_a_passing_job_is_no_key(self):
        rows = "".join(f"<Job><Job_Id>4821{i}.m</Job_Id><mem>30</mem><job_state>R</job_state><queue>batch</queue>"
                       f"<Error_Path>l1:/home/a.e4821{i}</Error_Path></Job>" for i in range(4))
        text = self.suggests(self.write("q.xml", f"<Data>{rows}</Data>"))
        self.assertIn('job_jobs{job_state="R",queue="batch"} 4', self.metrics(self.write("q.toml", text)))
        self.assertNotIn("Error_Path", text.split("# ---- Left out")[0])

    def test_flags_in_elements_have_a_metric_each(self):
        rows = "".join(f"<p><label value='{name}'/><present value='{yes}'/><failed value='No'/><online value='Yes'/></p>"
                       for name, yes in (("a", "Yes"), ("b", "No")))
        text = self.suggests(self.write("p.xml", f"<s>{rows}</s>"))
        metrics = self.metrics(self.write("p.toml", text))
        for name in ("present", "failed", "online"):
            self.assertIn(f's_p_{name}{{p="a"}} {0 if name == "failed" else 1}', metrics)

    def test_updates_are_counted(self):
        rows = "".join(f"<update name='p-{i}' category='security' severity='{'low' if i else 'high'}'/>" for i in range(6))
        text = self.suggests(self.write("u.xml", f"<stream><list>{rows}</list></stream>"))
        self.assertIn("the values of @name come and go", text)
        self.assertNotIn("p-0", "\n".join(self.metrics(self.write("u.toml", text))))
