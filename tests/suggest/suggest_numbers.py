"""What --suggest makes of numbers and texts that mean something else than they seem to."""
from suggest_case import Suggest


def rows(name, *fields):
    """Two rows of the element, each of the fields with a value for the first and the second."""
    return "".join(f"<{name} name='{key}'>" + "".join(
        f"<{field}>{values[index]}</{field}>" for field, *values in fields) + f"</{name}>"
        for index, key in enumerate(("a", "b")))


class Numbers(Suggest):
    def published(self, *fields, name="r"):
        """The metrics of all rules, the optional ones among them."""
        text = self.suggests(self.write("n.xml", f"<n>{rows(name, *fields)}</n>"))
        config = self.write("n.toml", self.with_comments(text))
        return text, [line.replace('{r="a"}', "") for line in self.metrics(config) if '="b"' not in line]

    def test_amounts_as_large_as_times_are_no_times(self):
        text, metrics = self.published(("used", 1234567890, 933456789), ("sent", 1334567890, 1433456789),
                                       ("mem_used", 1e12, 2e12), ("last_used", 1763000000, 1763000001))
        self.assertIn("n_r_used 1234567890", metrics)
        self.assertIn("n_r_last_used_timestamp_seconds 1763000000", metrics)
        self.assertEqual(text.count("timestamp"), 1)

    def test_a_participle_may_name_a_time(self):
        _, metrics = self.published(("reported", 1796000003, 1796000005), ("first_seen", 1690000000, 1700000000),
                                    ("job_finished", 1754000000, 1754000001), ("scheduled", 12, 13))
        for name in ("reported", "first_seen", "job_finished"):
            self.assertTrue(any(line.startswith(f"n_r_{name}_timestamp_seconds 1") for line in metrics), name)
        self.assertIn("n_r_scheduled 12", metrics)

    def test_digits_are_a_time_if_the_name_says_so(self):
        text, metrics = self.published(("timestamp", 20261122101530, 20261122101531), ("last_run", 20261121, 20261120),
                                       ("start", 202611221015, "N/A"), ("used", 20261122101530, 20261122101531),
                                       ("stop", 20261122101530, 20261322101531))
        for line in ("n_r_timestamp_seconds 1795342530", "n_r_last_run_timestamp_seconds 1795219200",
                     "n_r_start_timestamp_seconds 1795342500"):
            self.assertIn(line, metrics)
        self.assertEqual(text.count("timestamp_seconds"), 3)

    def test_what_there_was_in_a_period_is_no_duration(self):
        _, metrics = self.published(("errors_last_24_hours", 12, 13), ("mails_per_hour", 340, 350),
                                    ("requestsPerMinute", 77, 78), ("received_last_hour", 5, 6),
                                    ("hours", 3, 4), ("last_run_hours", 2, 3), ("last_5_min", 8, 9))
        self.assertEqual([line for line in metrics if "seconds" in line],
                         ["n_r_seconds 10800", "n_r_last_run_seconds 7200"][::-1])
        self.assertFalse([line for line in metrics if "_total" in line])

    def test_a_number_of_minutes_is_no_minimum(self):
        text, _ = self.published(("last_5_min", 8, 9), ("flow_min", 8, 10))
        self.assertEqual(self.tier(text, "n_r_last_5_min"), "active")
        self.assertEqual(self.tier(text, "n_r_flow_min"), "comment")

    def test_what_is_left_has_a_unit_and_the_left_edge_measures_nothing(self):
        text, metrics = self.published(("days_left", 38, 28), ("left", 5, 6))
        self.assertIn("n_r_left_seconds 3283200", metrics)
        self.assertEqual(self.tier(text, "n_r_left"), "comment")

    def test_fahrenheit_and_millibars(self):
        _, metrics = self.published(("temp_f", 50, 68), ("pressure_mb", 1012.4, 1013.4), ("size_mb", 5, 6))
        self.assertIn("n_r_temp_celsius 10", metrics)
        self.assertEqual([line for line in metrics if "bytes" in line], ["n_r_size_bytes 5242880"])

    def test_rates_are_not_counters_and_have_their_unit(self):
        text, metrics = self.published(("kBps", 12, 13), ("write_kbps", 4500, 4600), ("read-iops", 120, 130),
                                       ("tx_dbm", 20, 21), ("messages_in_flight", 5, 6))
        self.assertIn("n_r_bytes_per_second 12000", [line.replace("_k_bps", "") for line in metrics])
        self.assertIn("n_r_write_bytes_per_second 562500", [line.replace("_kbps", "") for line in metrics])
        self.assertNotIn("counter", text)

    def test_bytes_of_a_direction_are_counters(self):
        text, metrics = self.published(("input-bytes", 5, 6), ("rd_bytes", 7, 8), ("size_in_bytes", 9, 10))
        self.assertEqual(text.count("counter"), 2)
        self.assertIn("n_r_size_in_bytes 9", metrics)

    def test_levels_below_zero_are_worth_a_metric(self):
        text, _ = self.published(("noise", -95, -92), ("none", -1, -1), ("speed", -1000000, -1000000))
        self.assertEqual(self.tier(text, "n_r_speed"), "comment")
        self.assertEqual(self.tier(text, "n_r_noise"), "active")
        self.assertEqual(self.tier(text, "n_r_none"), "comment")

    def test_the_text_of_a_row_does_not_tell_it_apart(self):
        text = self.suggests(self.write("d.xml", "<raid><disk dev='sda' temp='33'>ONLINE</disk>"
                                                 "<disk dev='sdb' temp='40'>FAILED</disk></raid>"))
        metrics = self.metrics(self.write("d.toml", text))
        self.assertIn('raid_disk_temp_celsius{dev="sdb"} 40', metrics)
        self.assertIn('raid_disk_status{dev="sda",state="ONLINE"} 1', metrics)

    def test_a_single_row_is_not_told_apart_by_any_text(self):
        text = self.suggests(self.write("m.xml", "<serverlist><server><motd>Welcome</motd><players>5</players>"
                                                 "</server></serverlist>"))
        self.assertIn("serverlist_server_players 5", self.metrics(self.write("m.toml", text)))

    def test_a_third_state_keeps_its_row(self):
        def store(*states):
            return self.write("j.xml", "<ci>" + "".join(
                f"<job name='j{number}' result='{state}'/>" for number, state in enumerate(states)) + "</ci>")
        config = self.write("j.toml", self.suggests(store("SUCCESS", "FAILURE")))
        store("SUCCESS", "UNSTABLE")
        self.assertIn('ci_job_result{job_name="j1",state="other"} 1', self.metrics(config))

    def test_names_that_are_keys_of_rules_are_not_labels(self):
        text = self.suggests(self.write("s.xml", "<s><aggregate name='a1'><used>93</used></aggregate>"
                                                 "<aggregate name='a2'><used>17</used></aggregate></s>"))
        self.assertIn('s_aggregate_used{aggregate_name="a1"} 93', self.metrics(self.write("s.toml", text)))

    def test_texts_that_change_by_themselves_are_no_labels(self):
        _, metrics = self.published(
            ("model", "X 12", "X 13"), ("up", "12 days, 4:33", "3 days, 1:02"), ("volts", "27,3", "27,2"),
            ("since", "2 hours ago", "3 hours ago"), ("signal", "-67 dBm", "-68 dBm"), ("size", "1,2 TB", "1,3 TB"),
            ("seen", "Nov 14 2023  1:00AM", "Nov 15 2023  1:00AM"), ("n", 5, 6))
        self.assertEqual(metrics, ["n_r_n 5", 'n_r_info{r="a",model="X 12"} 1'][::-1])
        rows = "".join(f"<reading><time>14.11.2023 0{hour}:00</time><temp>2{hour},5</temp></reading>" for hour in range(3))
        text = self.suggests(self.write("l.xml", f"<log>{rows}</log>"))
        self.assertNotIn("temp", text[:text.index("# ---- Left out")])
        self.assertIn("#   /log/reading/temp: free text\n", text)

    def test_dates_of_certificates_and_logs(self):
        for written, seconds in (("Dec 31 23:59:59 2024 GMT", 1735689599), ("31-Dec-2024", 1735603200),
                                 ("14/Nov/2023:09:00:00 +0000", 1699952400), ("14.11.2023", 1699920000),
                                 ("Tue Nov 14 09:20:00 UTC 2023", 1699953600)):
            _, metrics = self.published(("notAfter", written, written), ("size", 1, 2))
            self.assertIn(f"n_r_not_after_timestamp_seconds {seconds}", metrics, written)

    def test_units_inside_a_name_are_converted(self):
        _, metrics = self.published(("kb", 2048, 4096), ("kb_used", 3, 4), ("kb_used_data", 1, 2),
                                    ("memory_mb_free", 5, 6), ("mb_speed", 1200, 1300), ("bytes_avail", 7, 8))
        for line in ("n_r_avail_bytes 7", "n_r_bytes 2097152", "n_r_used_bytes 3072", "n_r_used_data_bytes 1024",
                     "n_r_memory_free_bytes 5242880", "n_r_speed 1200"):
            self.assertIn(line, metrics)

    def test_names_of_two_letters_beside_each_other_are_no_units(self):
        _, metrics = self.published(("mi", 4, 5), ("ci", 20, 21), ("mb", 1, 2), ("cb", 3, 4))
        self.assertFalse([line for line in metrics if "bytes" in line])

    def test_rates_with_a_shortened_second(self):
        text, metrics = self.published(("read_bytes_sec", 104857, 104858), ("ops_sec", 5, 6), ("wait_sec", 7, 8))
        for line in ("n_r_read_bytes_per_second 104857", "n_r_ops_per_second 5", "n_r_wait_seconds 7"):
            self.assertIn(line, metrics)
        self.assertNotIn("counter", text)

    def test_units_that_cannot_be_meant(self):
        text, metrics = self.published(("voltage", 231567, 230117), ("celsius", 245, 215), ("duration", 3312000, 3312001),
                                       ("voltage_dc", 12, 13), ("line_voltage", 231, 230))
        for line in ("n_r_voltage 231567", "n_r_duration 3312000", "n_r_line_voltage_volts 231"):
            self.assertIn(line, metrics)
        self.assertIn("hotter than most things", text)

    def test_memory_is_counted_in_powers_of_1024_and_the_rest_is_a_guess(self):
        text, metrics = self.published(("mem", "30 kb", "456 kb"), ("size", "774.71 MB", "5 MB"), ("room", "5 GiB", "6 GiB"))
        for line in ("n_r_mem_bytes 30720", "n_r_size_bytes 774710000", "n_r_room_bytes 5368709120"):
            self.assertIn(line, metrics)
        self.assertEqual(text.count("# guess:"), 2)

    def test_totals_that_are_not_counters(self):
        text, _ = self.published(("totalExecutors", 6, 7), ("busyExecutors", 3, 4), ("degraded_total", 36, 37),
                                 ("kb_avail", 5, 6), ("total_kb", 7, 8), ("ReadPolicy", 8, 9), ("encrypted", 0, 1))
        self.assertNotIn("counter", text)
        text, _ = self.published(("encrypted", 5, 6))
        self.assertIn("counter", text)

    def test_what_is_free_does_not_follow_its_whole(self):
        store = "<c>" + "".join(f"<n name='g{i}'><inodesTotal>{i * 5368709}</inodesTotal><inodesFree>{i * 5365411}</inodesFree>"
                                f"</n>" for i in range(1, 5)) + "</c>"
        text = self.suggests(self.write("g.xml", store))
        self.assertEqual(self.tier(text, "c_n_inodes_free"), "active")
        config = self.write("g.toml", text)
        alerts = self.run_it("--suggest-alerts", "-c", config).stdout
        self.assertIn("c_n_inodes_free / (c_n_inodes_overall > 0) < 0.1", alerts)

    def test_a_time_without_a_zone_gives_way_to_the_same_time_with_one(self):
        text, metrics = self.published(("created", "2024-06-20 03:12:45", "2024-06-21 04:12:45"),
                                       ("created_epoch", 1718845965, 1718935965), ("ended", "2024-06-20 03:12:45", "2024-06-20 04:12:46"))
        self.assertIn("n_r_created_epoch_timestamp_seconds 1718845965", metrics)
        self.assertIn("created: created_epoch is the same time, with its zone", text)
        self.assertIn("n_r_ended_timestamp_seconds 1718853165", metrics)
        tags = "".join(f"<h name='{host}'><tag name='END'>2024-06-20 {hour}:12:45</tag>"
                       f"<tag name='END_TIMESTAMP'>{time}</tag></h>" for host, hour, time in
                       (("a", "03", 1718845965), ("b", "05", 1718853165)))
        text = self.suggests(self.write("t.xml", f"<r>{tags}</r>"))
        self.assertIn('r_h_end_timestamp_seconds{h="a"} 1718845965', self.metrics(self.write("t.toml", text)))
