"""What --suggest makes of fields: names, units, types."""
import re

from suggest_case import Suggest


class Fields(Suggest):
    def test_names_of_counts_and_sizes(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' bits_per_sample='16' nb_frames='500'>"
                                                 "<width units='bits'>64</width></d><d name='b' nb_frames='700' "
                                                 "bits_per_sample='24'><width units='bits'>32</width></d></r>"))
        self.assertIn("name = 'r_d_sample_size'", text)
        self.assertNotIn("type", self.rule(text, "r_d_nb_frames"))
        self.assertIn("#name = 'r_d_width'", text)

    def test_a_field_that_is_missing_in_some_rows(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' size='1' temp='45 C'/>"
                                                 "<d name='b' size='2'/></r>"))
        rule = self.rule(text, "r_d_temp_celsius")
        self.assertIn("where = '@temp'", rule)
        self.assertIn("unit = 'auto'", rule)

    def test_what_a_row_has_is_a_level_and_a_version_is_not_measured(self):
        text = self.suggests(self.write("d.xml", "<r xmlversion='1.05' functionbitmask='35712'><d name='a' has_b_frames='2' size='1'/>"
                                                 "<d name='b' has_b_frames='0' size='2'/></r>"))
        self.assertNotIn("type", self.rule(text, "r_d_has_b_frames"))
        for name in ("xmlversion", "functionbitmask"):
            self.assertIn(f"#   /r/@{name}: names a thing, measures nothing", text)

    def test_dates_are_no_labels(self):
        for date in ("11/14/2026", "Sunday 22 November 2026", "3 Dec"):
            text = self.suggests(self.write("d.xml", f"<r site='a' on='{date}' n='5'/>"))
            self.assertIn("#   /r/@on: free text", text)
        text = self.suggests(self.write("d.xml", "<r site='a' time='09.15.33' n='5'/>"))
        self.assertIn("#   /r/@time: free text", text)

    def test_truths_among_numbers_are_numbers(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' value='1.5' n='1'/><d name='b' value='true' n='2'/>"
                                                 "<d name='c' value='7' n='4'/><d name='d' value='off' n='5'/>"
                                                 "<d name='e' value='8' n='5'/></r>"))
        self.assertIn("map = { true = 1, off = 'skip' }", self.rule(text, "r_d"))

    def test_texts_in_place_of_numbers_are_skipped(self):
        text = self.suggests(self.write("d.xml", "<r><d name='a' size='1'/><d name='b' size='N/A'/>"
                                                 "<d name='c' size='7'/></r>"))
        self.assertIn("map = { 'N/A' = 'skip' }", self.rule(text, "r_d_size"))

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

    def test_names_that_are_taken_get_a_word_of_the_elements_around(self):
        counters = "<counter type='A' missed='{0}'/><counter type='B' missed='{0}'/>"
        inner = "".join(f"<class>{counters.format(n)}</class>" for n in (1, 4))
        text = self.suggests(self.write("d.xml", f"<report>{inner}{counters.format(5)}</report>"))
        self.assertNotRegex(text, "_2'")

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
                      "<row id='3'><field name='Value'>1</field><field name='Value' x='y'/></row>",
                      "<row>" + "".join(f"<field name='x{i}'>1</field>" for i in range(4)) + "</row>",
                      "<row><field name=\"it's\">1</field><field name='y'>2</field></row>"):
            text = self.suggests(self.write("m.xml", f"<s>{row.format('a', 1)}{row.format('b', 2)}{other}</s>"))
            self.assertNotIn("field[", text.replace("row/field[", ""), other)

    def test_columns_without_a_value_and_columns_of_many_rows(self):
        rows = "".join(f"<row><field name='table'>t{n}</field><field name='bytes'>{n}</field>" + (
            f"<field name='rows' type='int'>{n}</field>" if n % 9 else "<field name='rows' nil='true'/>") + "</row>"
            for n in range(30))
        text = self.suggests(self.write("d.xml", f"<db>{rows}</db>"))
        self.assertIn("labels = { table = \"field[@name = 'table']\" }", text)
        self.rule(text, "db_rows")
        cells = "".join(f"<c name='c{n}'>{n}</c>" for n in range(20))
        rows = "".join(f"<row><c name='group'>g{n % 3}</c>{cells}</row>" for n in range(400))
        text = self.suggests(self.write("d.xml", f"<db>{rows}</db>"))
        self.assertIn("labels = { group = \"c[@name = 'group']\" }", text)

    def test_a_record_within_an_element_of_its_own_is_the_row(self):
        def wrapped(name, own=""):
            fields = "".join(f"<p n='1' name='{column}'><v>{value}</v></p>"
                             for column, value in (("id", f"disk.{name}"), ("size", 5 * len(name)), ("wear", 7)))
            return f"<w{own}><key class='disk'/><i>{fields}</i></w>"
        text = self.suggests(self.write("d.xml", f"<s><a>{wrapped('a')}{wrapped('bb')}</a></s>"))
        size = self.rule(text, "s_i_size")
        self.assertIn("rows = '/s/a/w/i'\n", size)
        self.assertIn("""labels = { i = "p[@name = 'id']/v" }""", size)
        self.assertIn("#   /s/a/w/key: beside the record, not in it\n", text)
        self.assertEqual(self.metrics(self.write("d.toml", text))[0], 's_i_size{i="disk.a"} 5')
        # Rows beside the record are rows as ever, and none of them is left out.
        disks = "".join(wrapped(name).replace("</w>", "<d n='1'/><d n='2'/></w>") for name in ("a", "bb"))
        text = self.suggests(self.write("d.xml", f"<s><a>{disks}</a></s>"))
        self.assertIn("# ---- /s/a/w/d: 4 rows", text)
        self.assertNotIn("/s/a/w/d: beside the record", text)
        # An element with a name of its own is the row.
        two = wrapped("a", " k='x'") + wrapped("bb", " k='y'")
        text = self.suggests(self.write("d.xml", f"<s>{two}</s>"))
        self.assertNotIn("rows = '/s/w/i'\n", text)

    def test_records_that_one_of_their_columns_names(self):
        def record(kind, **columns):
            return f"<r kind='{kind}'>" + "".join(
                f"<p type='{'u64' if value.isdigit() else 'text'}' name='{name}'>{value}</p>"
                for name, value in columns.items()) + "</r>"
        disks = record("disk", disk="sda", reads="12", heat="31 C") + record("disk", disk="sdb", reads="7", heat="33 C")
        status = record("status", code="0")
        text = self.suggests(self.write("m.xml", f"<s>{disks}{status}</s>"))
        self.assertIn("labels = { disk = \"p[@name = 'disk']\", kind = '@kind' }", text)
        self.assertIn("value = \"p[@name = 'reads']\"", self.rule(text, "s_r_reads_total"))
        self.assertIn("unit = 'auto'", self.rule(text, "s_r_heat_celsius"))
        typed = re.sub(r"(type='(\w+)' name='\w+')>([^<]*)<", r"\1><\2>\3</\2><", disks)
        text = self.suggests(self.write("m.xml", f"<s>{typed}</s>"))
        self.assertIn("labels = { disk = \"p[@name = 'disk']/text\" }", text)
        self.assertIn("value = \"p[@name = 'reads']/u64\"", self.rule(text, "s_r_reads_total"))
        # Things of one kind, which no field names; and a field of a record that says more than a value.
        for other in (disks.replace("sda", "1").replace("sdb", "2").replace("31 C", "3").replace("33 C", "4"),
                      disks.replace("type='u64'", "since='1'", 1)):
            text = self.suggests(self.write("m.xml", f"<s>{other}</s>"))
            self.assertNotIn("p[@name", text)

    def test_units_and_kinds_that_names_and_texts_show(self):
        rows = "".join(
            f"<port name='{name}'><inbytes>1{n}00</inbytes><crc>{n}</crc>"
            f"<hw_addr>8c60.4f32.b7c{n}</hw_addr><link>{'up' if n else 'down'}</link>"
            f"<link_reason>{'' if n else 'no signal'}</link_reason>"
            f"<reads_per_sec>3{n}</reads_per_sec><bytes-per-second>9{n}</bytes-per-second><rate>1.{n} MB</rate>"
            f"<temp_c>2{n}.5</temp_c><depth_m>{n}.5</depth_m><health>on since 1{n}00s</health>"
            f"<condition>{n}0% (1/2)</condition><total_cpu>32</total_cpu><cpu_usage>{n}</cpu_usage>"
            f"<way href='/api/{n}'/><admin-id>a{n}</admin-id>"
            f"<level unit='{'N/A' if n else 'KB'}'>4{n}</level><started unit='KB'>176380000{n}</started></port>"
            for n, name in enumerate(("e0", "e1")))
        text = self.suggests(self.write("n.xml", f"<net>{rows}</net>"))
        self.assertIn("labels = { port = '@name' }", text)
        for name, part in {"net_port_in_bytes_total": "value = 'inbytes'", "net_port_crc_total": "value = 'crc'",
                           "net_port_link": "states = ['down', 'up'", "net_port_reads_per_second": "'reads_per_sec'",
                           "net_port_bytes_per_second": "'bytes-per-second'", "net_port_temp_celsius": "'temp_c'",
                           "net_port_depth_meters": "'depth_m'",
                           "net_port_rate_bytes_per_second": "unit = 'auto'", "net_port_level": "value = 'level'",
                           "net_port_started_timestamp_seconds": "value = 'started'"}.items():
            self.assertIn(part, self.rule(text, name))
        for left in ("health: free text", "condition: free text", "way/@href: addresses"):
            self.assertIn(f"/net/port/{left}", text)
        self.assertNotIn("cpu_total", text)
        self.assertIn("link_reason = 'link_reason'", self.rule(text, "net_port_info"))

    def test_the_unit_of_an_element_is_that_of_the_numbers_in_it(self):
        text = self.suggests(self.write(
            "m.xml", "<host><memory unit='kB'><free>5</free><used>3</used><used-percent>40</used-percent></memory>"
                     "<disk unit='kB'><free>7</free></disk><io rd_sec='4' rxkB='2' busy_sec='3'/></host>"))
        self.assertEqual(self.metrics(self.write("c.toml", text)), [
            "host_disk_free_bytes 7000", "host_io_busy_seconds 3", "host_io_rx_bytes_total 2048",
            "host_memory_free_bytes 5120", "host_memory_used_bytes 3072", "host_memory_used_ratio 0.4"])
        self.assertIn("name = 'host_io_rd_per_second'\n", text)
        text = self.suggests(self.write(
            "n.xml", "<m><memory slot='a' unit='kB' size='4'><free>5</free></memory>"
                     "<memory slot='b' unit='kB' size='4'><free>6</free></memory></m>"))
        self.assertIn('m_memory_free_bytes{slot="a"} 5120', self.metrics(self.write("n.toml", text)))

    def test_the_nearest_unit_counts_and_a_rate_is_no_counter(self):
        text = self.suggests(self.write(
            "d.xml", "<d><drive name='a' unit='MB'><used unit='GB'>4</used><cache>64</cache>"
                     "<read unit='MB/s'>5</read><memory_temp unit='C'>45</memory_temp>"
                     "<elapsed_time unit='ns'>5000000000</elapsed_time></drive></d>"))
        self.assertEqual(self.metrics(self.write("d.toml", text)), [
            'd_drive_cache_bytes{drive="a"} 64000000', 'd_drive_elapsed_time_seconds{drive="a"} 5',
            'd_drive_memory_temp_celsius{drive="a"} 45', 'd_drive_read_bytes_per_second{drive="a"} 5000000',
            'd_drive_used_bytes{drive="a"} 4000000000'])
        self.assertNotIn("type", self.rule(text, "d_drive_read_bytes_per_second"))
        self.assertNotIn("guess", text)

    def test_what_there_was_in_a_period_is_neither_a_duration_nor_a_counter(self):
        text = self.suggests(self.write(
            "p.xml", "<inverter><energy><day>120</day><month>2000</month><year>24000</year></energy>"
                     "<requests hour='70' day='500' month='6000' year='70000'/></inverter>"))
        self.assertEqual(self.metrics(self.write("p.toml", text)), [
            "inverter_energy_day 120", "inverter_energy_month 2000", "inverter_energy_year 24000",
            "inverter_requests_day 500", "inverter_requests_hour 70", "inverter_requests_month 6000",
            "inverter_requests_year 70000"])
        self.assertNotIn("counter", text)

    def test_a_text_that_repeats_the_key_is_left_out_by_name(self):
        rows = "".join(f"<disk name='{name}' title='{name}' used='{used}' vendor='v{used}'/>"
                       for used, name in enumerate(("sda", "sdb"), 5))
        text = self.suggests(self.write("r.xml", f"<r>{rows}</r>"))
        self.assertIn("labels = { vendor = '@vendor' }", self.rule(text, "r_disk_info"))
        self.assertIn("#   /r/disk/@title: repeats the key\n", text)

    def test_values_that_are_no_numbers_among_many_pairs_have_rules_of_their_own(self):
        pairs = "".join(f"<p name='{chr(97 + n)}x' value='{n}'/>" for n in range(26))
        text = self.suggests(self.write("p.xml", f"<r>{pairs}<p name='started' value='2026-11-22T10:00:00Z'/>"
                                                 "<p name='used' value='5 MB'/></r>"))
        metrics = self.metrics(self.write("p.toml", text))
        self.assertIn("r_started_timestamp_seconds 1795341600", metrics)
        self.assertIn("r_used_bytes 5000000", metrics)
        self.assertEqual(len(metrics), 28)

    def test_an_identifier_whose_name_begins_with_id_measures_nothing(self):
        rows = "".join(f"<group><name>g{n}</name><ID_GROUP>{n + 40}</ID_GROUP><users>{n}</users></group>" for n in (1, 2))
        text = self.suggests(self.write("g.xml", f"<os>{rows}</os>"))
        self.assertIn("#   /os/group/ID_GROUP: names a thing, measures nothing\n", text)

    def test_totals_of_what_comes_and_goes_and_outcomes_of_one_run(self):
        text = self.suggests(self.write(
            "c.xml", "<srv><ConnectionsCurrent>4</ConnectionsCurrent><ConnectionsTotal>98</ConnectionsTotal>"
                     "<ConnectionsTotalRejected>7</ConnectionsTotalRejected><PEAKLISTENERS>9</PEAKLISTENERS>"
                     "<run><counters passed='3' failed='1' error='2'/></run></srv>"))
        for name in ("srv_connections_total", "srv_connections_rejected_total"):
            self.assertIn("counter", text[text.index(name) - 80:text.index(name) + 80])
        for name in ("srv_connections_current", "srv_peak_listeners",
                     "srv_run_counters_failed", "srv_run_counters_error"):
            self.assertNotIn("counter'", self.rule(text, name))

    def test_a_row_is_called_after_its_list_alone(self):
        for root, name in (("<feeds><jobs>{0}</jobs></feeds>", "feeds_jobs"),
                           ("<rss><channel><title>a b</title>{0}</channel></rss>", "rss_item")):
            rows = "".join(f"<item><title>{title}</title><size>{len(title)}</size></item>" for title in ("a", "bcd"))
            self.rule(self.suggests(self.write("l.xml", root.format(rows))), name + "_size")

    def test_a_process_is_not_known_by_what_it_does(self):
        text = self.suggests(self.write("p.xml", "<pool>" + "".join(
            f"<process><pid>{pid}</pid><script>/{pid}.php</script><request-method>{method}</request-method>"
            f"<n>{pid}</n></process>" for pid, method in ((11, "GET"), (12, "PUT"))) + "</pool>"))
        self.assertIn("told apart by pid", text)
        self.assertIn("the values of pid come and go", text)

    def test_levels_of_one_name_are_different_rows(self):
        rates = "".join(f"<cube currency='{name}' rate='1.{name}'/>".replace("1.USD", "1.08").replace("1.CHF", "0.94")
                        for name in ("USD", "CHF"))
        text = self.suggests(self.write("r.xml", f"<rates><cube><cube time='2026-11-20'>{rates}</cube></cube></rates>"))
        self.assertIn("labels = { currency = '@currency' }", self.rule(text, "rates_cube_rate"))
        self.assertIn("rows = '/rates/cube/cube/cube'", self.rule(text, "rates_cube_rate"))
        self.assertIn("rows = '/rates/cube/cube'", self.rule(text, "rates_cube_timestamp_seconds"))

    def test_a_list_of_numbers_is_no_property_and_a_tilde_is_no_value(self):
        gateway = "<gateway name='{0}' delay='{1}' activity='Idle' key='{2}'/>"
        text = self.suggests(self.write(
            "g.xml", f"<net load='0.32, 0.41, 0.39'>{gateway.format('a', '8.4 ms', 71)}"
                     f"{gateway.format('b', '~', 72)}</net>"))
        self.assertIn("#   /net/@load: free text", text)
        self.assertIn("map = { '~' = 'skip' }", self.rule(text, "net_gateway_delay_seconds"))
        self.assertIn("type = 'stateset'", self.rule(text, "net_gateway_activity"))
        self.assertIn("#   /net/gateway/@key: names a thing, measures nothing", text)

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
