#!/usr/bin/python3
"""Runs that fail, beside a real node_exporter: the data that stand are published again, sample by
sample and as old as they are, and the metrics of promfile itself tell of the failure."""

import os
import subprocess
import sys
import unittest

from republish_case import PROMFILE, RULES, STORE, VERSION_0_1, RepublishCase
from harness import enter_mount_namespace  # found by republish_case


class Republish(RepublishCase):
    # Stores that fail

    def test_a_store_that_fails(self):
        self.succeeds("-c", self.config)
        self.assertEqual(self.own("rule_rows"), {'metric="app_fruit"': 3,
                                                 'metric="app_fruit_grams"': 3})
        for text in ("<store><fruit", "", '{"a": 1}'):
            self.store.write_text(text)
            self.stands("store.xml", "-c", self.config)
            self.assertEqual(self.own("store_success"), {f'path="{self.store}"': 0})
            self.assertEqual(self.own("store_size_bytes"), {f'path="{self.store}"': len(text)})
            self.assertEqual((self.own("stores"), self.own("stores_failed")), ({"": 1}, {"": 1}))
            self.assertEqual(self.own("rule_rows"), {'metric="app_fruit"': 3,
                                                     'metric="app_fruit_grams"': 3})
            self.assertEqual(self.own("series"), {"": len(self.samples())})
        self.store.unlink()
        self.stands("No such file", "-c", self.config)
        self.assertEqual(self.own("store_size_bytes"), {})
        self.assertEqual(self.own("oldest_store_mtime_seconds"), {})
        self.store.write_text(STORE)
        self.succeeds("-c", self.config)
        self.assertFalse(self.is_old())
        self.assertEqual(self.own("stores_failed"), {"": 0})

    def test_the_store_that_is_broken_is_blamed(self):
        other = self.write("other.xml", "<store><broken")
        arguments = ("-n", "app", self.store, other)
        self.fails("other.xml", *arguments)  # the first run: no old file
        self.assertEqual(self.samples(), [])
        for broken, good in ((self.store, other), (other, self.store)):
            good.write_text(STORE)
            broken.write_text("<store><broken")
            self.fails(broken.name, *arguments)
            self.assertEqual(self.own("store_success"),
                             {f'path="{broken}"': 0, f'path="{good}"': 1})

    def test_without_self_metrics_the_file_is_left_alone(self):
        arguments = ("-c", self.config, "--no-self-metrics")
        self.succeeds(*arguments)
        self.make_old()
        before = self.target().read_bytes(), self.target().stat().st_ino
        self.store.write_text("")
        self.fails("store.xml", *arguments)
        self.assertEqual((self.target().read_bytes(), self.target().stat().st_ino), before)
        self.target().unlink()
        self.fails("store.xml", *arguments)
        self.assertEqual(os.listdir(self.out), [])

    def test_a_glob_that_must_match(self):
        config = self.write("app.toml", 'on-empty = "error"\n' +
                            RULES.replace('"store.xml"', '"*.xml"'))
        self.succeeds("-c", config)
        self.store.unlink()
        self.stands("matches no file", "-c", config)
        self.assertEqual((self.own("stores"), self.own("stores_failed")), ({"": 1}, {"": 1}))

    # Data and neighbours that refuse the run

    def test_refusals_by_the_data(self):
        rule = RULES.replace('value = "@weight"\naggregate',
                             'value = "@weight"\ninvalid = "error"\naggregate')
        self.write("app.toml", rule)
        self.succeeds("-c", self.config)
        self.store.write_text('<store><fruit kind="apple" weight="heavy"/></store>')
        self.stands("heavy|is not a number", "-c", self.config)
        self.assertEqual(self.own("rule_rows")['metric="app_fruit_grams"'], 3)
        self.assertEqual(self.own("stores"), {"": 1})

    def test_too_many_series(self):
        arguments = ("-n", "app", "--max-series", "60", "-l", "i", self.store)
        self.succeeds(*arguments)
        many = "".join(f'<fruit i="{i}"/>' for i in range(100))
        self.store.write_text(f"<store>{many}</store>")
        self.stands("max-series|more than 60 series", *arguments)
        self.assertEqual(self.own("stores_failed"), {"": 1})

    def test_the_limit_counts_promfile_itself(self):
        self.succeeds("-c", self.config)
        series = self.own("file_series")[""]
        lines = self.target().read_text(encoding="utf-8").splitlines()
        self.assertEqual(series, sum(not line.startswith("#") for line in lines))
        self.succeeds("-c", self.config, "--max-series", int(series))
        for arguments in (("--check",), ()):
            self.fails("--max-series", "-c", self.config, "--max-series", int(series) - 1,
                       *arguments)
        self.assertEqual(len(self.samples()) + sum(line.startswith("promfile_") for line in lines),
                         series)

    def test_a_limit_that_was_lowered_takes_nothing_away(self):
        self.succeeds("-c", self.config)
        self.stands("--max-series", "-c", self.config, "--max-series", "2")

    def test_a_neighbour_that_took_a_series(self):
        self.succeeds("-c", self.config)
        self.write("out/other.prom", '# HELP app_fruit_grams Other.\n# TYPE app_fruit_grams gauge\n'
                                     'app_fruit_grams{kind="plum"} 5\n')
        self.store.write_text(STORE.replace("pear", "plum"))
        self.write("app.toml", RULES.replace("plum", "cherry"))
        self.stands("other.prom already has app_fruit_grams", "-c", self.config)
        # The name of an existing metric, and a store that fails as well.
        self.write("out/other.prom", "# HELP app_fruit_grams Other.\n"
                                     "# TYPE app_fruit_grams gauge\n"
                                     'app_fruit_grams{kind="apple"} 5\n')
        self.store.write_text("")
        self.stands("store.xml", "-c", self.config)
        self.assertGreater(self.own("warnings")[""], 0)

    def test_sensors_that_stand(self):
        sysfs = self.directory / "sys/class/hwmon/hwmon0"
        sysfs.mkdir(parents=True)
        (sysfs / "name").write_text("test\n")
        (sysfs / "temp1_input").write_text("45500\n")
        arguments = ("-n", "app", "--sensors", "--no-sensors-conf", "--sysfs",
                     self.directory / "sys", self.store)
        self.succeeds(*arguments)
        self.assertTrue(any(line.startswith("sensor_temperature_celsius") for line in
                            self.samples()))
        self.store.write_text("")
        (sysfs / "temp1_input").write_text("99000\n")
        self.stands("store.xml", *arguments)

    # Existing files

    def test_a_file_of_version_0_1(self):
        self.target().write_text(VERSION_0_1.replace("CONFIG", str(self.config)))
        self.store.write_text("")
        with self.exporter() as running:
            before = running.scrape()
            self.stands("store.xml", "-c", self.config)
            after = running.scrape()
            self.assertEqual(running.faults(), [])
        data = {series: value for series, value in before.items() if series.startswith("app_")}
        self.assertEqual(len(data), 2)
        self.assertEqual({series: value for series, value in after.items()
                          if series.startswith("app_")}, data)
        self.assertEqual(self.own("last_success_timestamp_seconds"), {"": 1600000000.5})
        self.assertEqual(self.own("rule_rows"), {})
        self.assertEqual(self.own("stores_failed"), {"": 1})

    def test_files_that_are_not_ours_to_publish_again(self):
        self.succeeds("-c", self.config)
        ours = self.target().read_text(encoding="utf-8")
        self.store.write_text("")
        other = self.write("other.toml", RULES)
        cases = {
            "another configuration": (ours.replace("app.toml", "older.toml"), self.config),
            "another configuration now": (ours, other),
            "ill-formed": (ours + "a b c\n", self.config),
            "a timestamp": (ours + "app_new 1 5\n", self.config),
            "a series twice": (ours + "app_new 1\napp_new 2\n", self.config),
            "foreign": (ours.replace("# Written by promfile", "# Written by hand"), self.config),
        }
        for name, (text, config) in cases.items():
            with self.subTest(name):
                self.target().write_text(text)
                self.make_old()
                self.fails("store.xml(.|\n)*app.prom", "-c", config)
                self.assertEqual(self.target().read_text(encoding="utf-8"), text)
                self.assertTrue(self.is_old())

    def test_node_exporter_before_and_after(self):
        self.write("out/good.prom", "# HELP good G.\n# TYPE good gauge\ngood 42\n")
        self.succeeds("-c", self.config)
        with self.exporter() as running:
            before = running.scrape()
            self.store.write_text("<store>")
            self.stands("store.xml", "-c", self.config)
            after = running.scrape()
            self.assertEqual(running.faults(), [])

        def data(page):
            return {series: value for series, value in page.items()
                    if not series.startswith("promfile_")}
        self.assertEqual(data(after), data(before))
        self.assertEqual(before['promfile_stores_failed{file="app.prom"}'], "0")
        self.assertEqual(after['promfile_stores_failed{file="app.prom"}'], "1")

    def test_a_full_disk(self):
        if "FAULTS_UNSHARED" not in os.environ:
            self.skipTest("needs root and a mount namespace")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "none", self.out],
                       check=True)
        self.addCleanup(subprocess.run, ["umount", self.out], check=True)
        self.succeeds("-c", self.config)
        self.make_old()
        self.store.write_text("")
        with open(self.out / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass
        before = self.target().read_bytes()
        with self.exporter() as running:
            page = running.scrape()
            self.fails("No space left", "-c", self.config)
            self.assertEqual(running.scrape(), page)
        self.assertEqual(self.target().read_bytes(), before)
        self.assertTrue(self.is_old())
        (self.out / "filler").unlink()
        self.stands("store.xml", "-c", self.config)

    # Names of stores

    def test_names_that_differ_in_how_a_byte_is_escaped(self):
        for name in (b"\xff.xml", b"\\xff.xml", b"\\x5cxff.xml", "\ufffd.xml".encode()):
            with open(os.fsencode(self.directory) + b"/" + name, "wb") as file:
                file.write(STORE.encode())
        self.succeeds("-n", "app", self.directory / "*.xml")
        self.assertEqual(len(self.own("store_success")), 5)
        with self.exporter() as running:
            page = running.scrape()
            self.assertEqual(running.faults(), [])
        self.assertEqual(sum(series.startswith("promfile_store_success{") for series in page), 5)
        self.assertEqual(sum(series.startswith("store_total_rows{") for series in page), 5)
        for variable in ("$path", "$file"):
            config = self.write("names.toml", 'store = ["*.xml"]\n[[metric]]\nname = "app_fruit"\n'
                                f'help = "F."\nrows = "/store/*"\nlabels = {{ store = "{variable}" }}\n')
            self.succeeds("-c", config)
            self.assertEqual(len(self.samples("names")), 5)

    def test_equal_base_names(self):
        (self.directory / "a").mkdir()
        (self.directory / "b").mkdir()
        self.write("a/store.xml", STORE)
        self.write("b/store.xml", STORE)
        self.write("b/other.xml", STORE)
        with self.exporter() as running:
            self.succeeds("-n", "app", "--path-label", "name", self.directory / "*/*.xml")
            page = running.scrape()
            self.assertEqual(running.faults(), [])
        wanted = {f'path="{self.directory}/a/store.xml"', f'path="{self.directory}/b/store.xml"',
                  'path="other.xml"'}
        self.assertEqual(set(self.own("store_success")), wanted)
        self.assertEqual({f'store_total_rows{{{path}}}' for path in wanted},
                         {series for series in page if series.startswith("store_total_rows")})

    def test_thousands_of_stores(self):
        for i in range(1000):
            (self.directory / f"{i:03}.xml").write_text("<store/>" if i >= 30 else "<store>")
        glob = self.directory / "*.xml"
        self.succeeds("-n", "app", "--on-error", "drop", "--path-label", "none",
                      "--max-series", "30", glob)
        self.assertEqual((self.own("stores"), self.own("stores_failed")),
                         ({"": 1001}, {"": 30}))
        self.succeeds("-n", "app", "--on-error", "drop", "--prefix", "x", glob)
        self.assertEqual(len(self.own("store_success")), 20)
        self.assertEqual(set(self.own("store_success").values()), {0})

    # One output, one owner

    def test_another_configuration(self):
        self.succeeds("-c", self.config)
        other = self.write("other.toml", RULES)
        result = self.run_it("--check", "-c", other)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "error: .*app.prom was written from .*app.toml, and not "
                                        "from .*other.toml: .*-n, or remove the file")
        self.succeeds("-c", other)
        self.assertEqual(self.own("warnings"), {"": 1})
        self.succeeds("-c", other)
        self.assertEqual(self.own("warnings"), {"": 0})
        self.assertEqual(self.run_it("--check", "-c", other).returncode, 0)
        here = subprocess.run([PROMFILE, "-o", "out", "--check", "-c", "other.toml"],
                              cwd=self.directory, capture_output=True, text=True, check=False)
        self.assertEqual((here.returncode, here.stderr), (0, ""))

    # Other self-metrics

    def test_interval_and_configuration(self):
        self.succeeds("-c", self.config)
        self.assertEqual(self.own("expected_interval_seconds"), {"": 900})
        before = self.own("config_hash")
        self.write("app.toml", RULES + "\n")
        self.succeeds("-c", self.config, "--interval", "1h")
        self.assertEqual(self.own("expected_interval_seconds"), {"": 3600})
        self.assertNotEqual(self.own("config_hash"), before)
        self.target().unlink()
        self.succeeds("-n", "app", self.store)
        self.assertEqual(self.own("expected_interval_seconds"), {})
        self.assertEqual(self.own("config_hash"), {})
        self.assertEqual(self.own("oldest_store_mtime_seconds"),
                         self.own("store_mtime_seconds") and
                         {"": list(self.own("store_mtime_seconds").values())[0]})


if __name__ == "__main__":
    del sys.argv[1]
    enter_mount_namespace()
    unittest.main()
