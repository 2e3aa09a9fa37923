#!/usr/bin/python3
"""Alerts and dashboards for the metrics of configurations, as promtool and Grafana's types judge them.

The binary is that of the environment variable PROMFILE, else build/promfile."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", TOP / "build" / "promfile"))
sys.path.insert(0, str(TOP / "tests" / "stack"))

import dashboard_types_test as types  # noqa: E402
from typescript import Skipped  # noqa: E402


def rule(name, text, value, extra=""):
    return (f"[[metric]]\nname = 'app_{name}'\nhelp = '{text}'\nrows = '/r/d'\nvalue = '{value}'\n"
            f"labels = {{ disk = '@name' }}\n{extra}")


CONFIG = "store = ['STORE']\n" + "".join((
    rule("disk_state", "State of the disk.", "@state",
         """type = 'stateset'\nstates = ["ok", "failed", "it's \\"odd\\""]\n"""),
    rule("errors_total", "Errors.", "@errors", "type = 'counter'\n"),
    rule("disk_used_bytes", "Used.", "@used"),
    rule("disk_max_bytes", "Size.", "@max"),
    rule("temperature_celsius", "Temperature.", "@temp"),
    rule("certificate_expiry_timestamp_seconds", "Expiry.", "@expiry")))
STORE = '<r><d name="a" state="ok" errors="1" used="5" max="10" temp="45" expiry="1900000000"/></r>'


class Metrics(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        (self.directory / "store.xml").write_text(STORE)
        self.config = self.directory / "app.toml"
        self.config.write_text(CONFIG.replace("STORE", str(self.directory / "store.xml")))

    def prints(self, *arguments):
        result = subprocess.run([PROMFILE, *map(str, arguments)], capture_output=True, text=True,
                                timeout=60, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def configurations(self):
        yield self.config
        yield from sorted((TOP / "samples").rglob("*.toml"))

    def expression(self, text, alert):
        found = re.search(rf'#?- alert: {alert}\n +#? *expr: (".*")', text)
        self.assertTrue(found, f"no {alert} in {text}")
        return json.loads(found[1])

    def test_alerts(self):
        text = self.prints("--suggest-alerts", "-c", self.config)
        self.assertEqual(self.expression(text, "AppDiskState"),
                         'app_disk_state{state=~"failed"} == 1')
        self.assertEqual(self.expression(text, "AppErrorsTotal"),
                         "increase(app_errors_total[15m]) > 0")
        self.assertEqual(self.expression(text, "AppDiskUsedBytes"),
                         "app_disk_used_bytes / (app_disk_max_bytes > 0) > 0.9")
        self.assertEqual(self.expression(text, "AppCertificateExpiryTimestampSeconds"),
                         "app_certificate_expiry_timestamp_seconds - time() < 14 * 86400")
        # No threshold is made up.
        self.assertIn("#- alert: AppTemperatureCelsius", text)
        self.assertIn("the highest now is 45", text)
        self.assertIn('promfile_store_success{file=\\"app.prom\\"} == 0', text)

    def test_a_threshold_that_only_a_person_knows_is_a_comment_with_the_highest_value(self):
        store = self.directory / "queues.xml"
        store.write_text("<mq errors='5' paused='false'><queue name='a' depth='7' failures='0'>"
                         "<error code='404' errors='3'/></queue>"
                         "<queue name='b' depth='120' failures='2'/></mq>")
        config = self.directory / "mq.toml"
        metric = "[[metric]]\nname = '{}'\nhelp = 'X.'\nrows = '{}'\nvalue = '{}'\n{}\n"
        config.write_text(f"store = ['{store}']\n" + "".join(metric.format(*one) for one in (
            ("mq_queue_depth", "/mq/queue", "@depth", "labels = { queue = '@name' }"),
            ("mq_queue_failures", "/mq/queue", "@failures", "labels = { queue = '@name' }"),
            ("mq_paused", "/mq", "@paused", "map = { true = 1, false = 0 }"),
            ("mq_errors_total", "/mq", "@errors", "type = 'counter'"),
            ("mq_queue_error_errors_total", "/mq/queue/error", "@errors",
             "type = 'counter'\nlabels = { queue = '../@name', code = '@code' }"))))
        text = self.prints("--suggest-alerts", "-c", config)
        for alert, expression, note in (
                ("MqQueueDepth", "mq_queue_depth > 120",
                 "put in how many may wait; the highest now is 120"),
                ("MqQueueFailures", "mq_queue_failures > 2",
                 "put in how many are usual; the highest now is 2"),
                ("MqPaused", "mq_paused == 1", "may be wanted"),
                ("MqErrorsTotal", "increase(mq_errors_total[15m]) > 0",
                 "mq_queue_error_errors_total has an alert and tells more")):
            self.assertIn(f"# {note}:\n      #- alert: {alert}\n", text)
            self.assertEqual(self.expression(text, alert), expression)
        self.assertIn("\n      - alert: MqQueueErrorErrorsTotal\n", text)

    def test_what_runs_low_has_an_alert(self):
        names = ("disk_free_bytes", "disk_total_bytes", "pool_used", "pool_free", "pool_total", "ups_charge_ratio",
                 "spare_blocks_available_ratio", "memory_free_ratio", "heap_free_bytes", "heap_total_bytes",
                 "leases_available", "leases_total")
        store = self.directory / "low.xml"
        store.write_text("<r " + " ".join(f'{name}="{0.02 if "spare" in name else 1}"' for name in names) + "/>")
        config = self.directory / "low.toml"
        config.write_text(f"store = ['{store}']\n" + "".join(
            f"[[metric]]\nname = 'a_{name}'\nhelp = 'X.'\nrows = '/r'\nvalue = '@{name}'\n" for name in names))
        text = self.prints("--suggest-alerts", "-c", config)
        found = dict(re.findall(r'( #?- alert: A(?:Disk|Pool|Ups|Spare|Memory|Heap|Leases)\w+)\n +#? *expr: (".*")', text))
        self.assertEqual({name.strip(): json.loads(expression) for name, expression in found.items()}, {
            "- alert: ADiskFreeBytes": "a_disk_free_bytes / (a_disk_total_bytes > 0) < 0.1",
            "#- alert: APoolUsed": "a_pool_used / (a_pool_total > 0) > 0.9",
            "- alert: AUpsChargeRatio": "a_ups_charge_ratio < 0.1",
            "#- alert: ASpareBlocksAvailableRatio": "a_spare_blocks_available_ratio < 0.1",
            "- alert: ALeasesAvailable": "a_leases_available / (a_leases_total > 0) < 0.1"})

    def test_what_runs_low_is_compared_with_a_gauge_only(self):
        store = self.directory / "low.xml"
        store.write_text("<r><p n='a' free='15' total='20' left='40' all='100'/></r>")
        config = self.directory / "low.toml"
        metric = "[[metric]]\nname = 'a_{}'\nhelp = 'X.'\nrows = '/r/p'\nvalue = '@{}'\ntype = '{}'\n"
        config.write_text(f"store = ['{store}']\n" + "".join(metric.format(*one) for one in (
            ("connections_free", "free", "gauge"), ("connections_total", "total", "counter"),
            ("remaining_seconds", "left", "gauge"), ("total_seconds", "all", "gauge"))))
        self.assertNotIn("0.1", self.prints("--suggest-alerts", "-c", config))

    def test_states_are_judged_by_their_words(self):
        store = self.directory / "states.xml"
        rows = "".join(
            f"<d name='{name}' health='HEALTH_{health}' psu='{psu}' priority='{priority}' link='{link}' fault='{fault}'/>"
            f"<u name='{name}' status='needed' restart='true' failed='false' online='true'/>"
            f"<w name='{name}' pkgmanager='true' restart='false' interactive='true'/>"
            for name, health, psu, priority, link, fault in (
                ("a", "WARN", "Good, In Use", "Normal", "up", 1), ("b", "OK", "No Power", "Low", "up", 0),
                ("c", "ERR", "Not Redundant", "Low", "down,offline", 0)))
        store.write_text(f"<r>{rows}</r>")
        config = self.directory / "states.toml"
        config.write_text(self.prints("--suggest", store))
        text = self.prints("--suggest-alerts", "-c", config)
        for alert, expression in (("RDHealth", 'r_d_health{state="HEALTH_OK"} == 0'),
                                  ("RDPsuStatus", 'r_d_psu_status{state="Good, In Use"} == 0'),
                                  ("RDLink", 'r_d_link{state="up"} == 0'),
                                  ("RDFault", "r_d_fault > 0"),
                                  ("RUFlags", 'r_u_flags{status=~"failed"} == 1')):
            with self.subTest(alert=alert):
                self.assertEqual(self.expression(text, alert), expression)
        self.assertNotIn("RDPriority", text)
        self.assertNotIn("RWStatus", text)

    def test_an_alert_that_is_true_now_is_a_comment(self):
        store = self.directory / "now.xml"
        config = self.directory / "now.toml"
        config.write_text(f"""store = ['{store}']
[[group]]
rows = '/r/d'
labels = {{ d = '@name' }}
[[group.metric]]
name = 'app_state'
help = 'State.'
type = 'stateset'
states = ['ok', 'failed']
value = '@state'
[[group.metric]]
name = 'app_used_ratio'
help = 'Used.'
value = '@used'
unit = '%'
""")
        for state, used, comments in (("ok", 80, False), ("failed", 95, True)):
            store.write_text(f"<r><d name='a' state='{state}' used='{used}'/>"
                             "<d name='b' state='ok' used='7'/></r>")
            text = self.prints("--suggest-alerts", "-c", config)
            self.assertEqual("#- alert: AppState\n" in text, comments)
            self.assertEqual("#- alert: AppUsedRatio\n" in text, comments)
            self.assertEqual("# true now for 1 of 4 series:" in text, comments)
            self.assertEqual("# true now for 1 of 2 series:" in text, comments)

    def test_a_store_that_cannot_be_read_is_a_warning(self):
        (self.directory / "store.xml").unlink()
        self.assertIn("AppDiskState", self.prints("--suggest-alerts", "-c", self.config))

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_promtool_accepts_the_alerts_with_their_comments_too(self):
        rules = self.directory / "alerts.yml"
        for config in self.configurations():
            text = self.prints("--suggest-alerts", "-c", config)
            for form in (text, re.sub(r"^( +)#(-|  )", r"\1\2", text, flags=re.M)):
                rules.write_text(form)
                checked = subprocess.run(["promtool", "check", "rules", rules], capture_output=True,
                                         text=True, check=False)
                self.assertEqual(checked.returncode, 0, f"{config}: {checked.stdout}{checked.stderr}")

    def test_a_state_that_was_never_seen_is_not_good(self):
        self.config.write_text(f"""store = ['{self.directory / "store.xml"}']
[[metric]]
name = 'app_state'
help = 'State.'
type = 'stateset'
rows = '/r/d'
states = ['running', 'stopped', 'other']
map = {{ running = 'running', stopped = 'stopped', else = 'other' }}
value = '@state'
""")
        self.assertEqual(self.expression(self.prints("--suggest-alerts", "-c", self.config), "AppState"),
                         'app_state{state="running"} == 0')

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_files_that_are_stale_or_gone_are_told_for_each_host(self):
        (self.directory / "alerts.yml").write_text(self.prints("--suggest-alerts", "-c", self.config))
        series = []
        for instance, build, success, interval in (
                ("fine", "1+0x60", "0+60x60", "60+0x60"), ("late", "1+0x60", "0+0x60", "300+0x60"),
                ("slow", "1+0x60", "0+0x60", None), ("gone", "1+0x5 stale", "0+60x5 stale", "60+0x5 stale")):
            labels = f'file="app.prom",job="node",instance="{instance}"'
            series.append((f"promfile_build_info{{{labels},version=\"1\"}}", build))
            series.append((f"promfile_last_success_timestamp_seconds{{{labels}}}", success))
            if interval is not None:
                series.append((f"promfile_expected_interval_seconds{{{labels}}}", interval))
            series.append((f'up{{job="node",instance="{instance}"}}', "1+0x60"))

        def firing(minutes, alert, instances):
            return {"eval_time": f"{minutes}m", "alertname": alert, "exp_alerts": [
                {"exp_labels": {"severity": "warning", "job": "node", "instance": instance,
                                **({"file": "app.prom"} if alert.endswith("Stale") else {})},
                 "exp_annotations": {"summary": summary}} for instance, summary in instances]}
        gone = [("gone", "app.prom is not there.")]
        tests = {"rule_files": ["alerts.yml"], "evaluation_interval": "1m", "tests": [{
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in series],
            "alert_rule_test": [
                firing(10, "AppPromfileStale", []), firing(10, "AppPromfileMissing", []),
                firing(25, "AppPromfileStale", [("late", "app.prom is 25m 0s old.")]),
                firing(25, "AppPromfileMissing", gone),
                firing(55, "AppPromfileStale", [("late", "app.prom is 55m 0s old."),
                                                ("slow", "app.prom is 55m 0s old.")]),
            ]}]}
        (self.directory / "test.yml").write_text(json.dumps(tests))
        checked = subprocess.run(["promtool", "test", "rules", self.directory / "test.yml"],
                                 capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def boards(self):
        for config in self.configurations():
            yield config, json.loads(self.prints("--suggest-dashboard", "-c", config))

    def test_dashboards_have_at_most_20_panels_that_do_not_overlap(self):
        for config, board in self.boards():
            panels = [panel for panel in board["panels"] if panel["type"] != "row"]
            self.assertTrue(0 < len(panels) <= 20, config)
            places = {(x, y) for panel in board["panels"] for grid in [panel["gridPos"]]
                      for x in range(grid["x"], grid["x"] + grid["w"])
                      for y in range(grid["y"], grid["y"] + grid["h"])}
            self.assertEqual(len(places), sum(panel["gridPos"]["w"] * panel["gridPos"]["h"]
                                              for panel in board["panels"]), config)

    def test_what_panels_show(self):
        board = json.loads(self.prints("--suggest-dashboard", "-c", self.config))
        shown = {panel["title"]: (panel["type"], panel["targets"][0]["expr"],
                                  panel["fieldConfig"]["defaults"]["unit"])
                 for panel in board["panels"] if panel["type"] != "row"}
        self.assertEqual(shown["App errors"], (
            "timeseries", 'rate(app_errors_total{instance=~"$instance"}[$__rate_interval])', "ops"))
        self.assertEqual(shown["App disk state"][0], "state-timeline")
        self.assertEqual(shown["App disk used"][2], "bytes")
        self.assertEqual(shown["App certificate expiry in"][1],
                         'app_certificate_expiry_timestamp_seconds{instance=~"$instance"} - time()')

    def test_metrics_without_a_panel_are_named(self):
        self.config.write_text("store = ['s.xml']\n" + "".join(
            rule(f"size_{number}_bytes", "Size.", "@used") for number in range(22)) + rule(
                "disk_info", "The disk.", "", "type = 'info'\n").replace("value = ''\n", ""))
        result = subprocess.run([PROMFILE, "--suggest-dashboard", "-c", self.config], capture_output=True,
                                text=True, timeout=60, check=False)
        self.assertEqual((result.returncode, result.stderr),
                         (0, "promfile: 20 of 23 metrics have a panel; without one: app_size_20_bytes, "
                             "app_size_21_bytes, app_disk_info\n"))

    def test_dashboards_have_the_types_of_grafana(self):
        try:
            version = types.grafana_of_the_stack()
            _, board = next(self.boards())
            for panel in board["panels"]:
                panel.setdefault("fieldConfig", {"defaults": {"custom": {}}, "overrides": []})
                panel.setdefault("options", {})
            board["panels"] = [panel for panel in board["panels"] if panel["type"] != "row"]
            self.assertEqual(types.found_in(version, board), "")
        except Skipped as reason:
            self.skipTest(str(reason))

    def test_sensors(self):
        tree = TOP / "tests" / "fixtures" / "sensors"
        text = self.prints("--suggest-alerts", "--sensors", "--sysfs", tree)
        self.assertIn("sensor_temperature_celsius >= (sensor_temperature_critical_celsius > 0)", text)
        json.loads(self.prints("--suggest-dashboard", "--sensors", "--sysfs", tree))

    def test_without_present_values_alerts_are_printed_with_a_warning(self):
        absent = self.directory / "absent"
        result = subprocess.run([PROMFILE, "--suggest-alerts", "--sensors", "--sysfs", absent], capture_output=True,
                                text=True, timeout=60, check=False)
        self.assertEqual((result.returncode, result.stderr),
                         (0, f"promfile: warning: cannot read the sensors in {absent}: No such file or directory\n"))
        self.assertIn("sensor_temperature_celsius", result.stdout)

    def test_without_rules_there_is_nothing_to_print(self):
        result = subprocess.run([PROMFILE, "--suggest-alerts", self.directory / "store.xml"],
                                capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("give a configuration with -c FILE", result.stderr)


if __name__ == "__main__":
    unittest.main()
