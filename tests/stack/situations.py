"""What a host goes through, and which alerts the person on call wants of it: the table of
situations_test.py. Series are lists with a value for each minute; None is a scrape without them."""

DAY = 24 * 60


def clock(minutes, offset=0):
    return [60 * minute + offset for minute in range(minutes)]


def host(minutes, instance="a", file="app.prom", target="", **changed):
    """The series of a host that is well, by their text. `changed` are other values by the
    name of the metric, None for no such series."""
    labels = f'job="node",instance="{instance}"' + (f",{target}" if target else "")
    of_file = f'{labels},file="{file}"'
    healthy = {
        f"up{{{labels}}}": [1] * minutes,
        f"node_time_seconds{{{labels}}}": clock(minutes),
        f"node_textfile_scrape_error{{{labels}}}": [0] * minutes,
        f'node_textfile_mtime_seconds{{{labels},file="/textfile/{file}"}}': clock(minutes),
        f'promfile_build_info{{{of_file},version="1"}}': [1] * minutes,
        f"promfile_last_run_timestamp_seconds{{{of_file}}}": clock(minutes),
        f"promfile_last_success_timestamp_seconds{{{of_file}}}": clock(minutes),
        f"promfile_expected_interval_seconds{{{of_file}}}": [60] * minutes,
        f"promfile_series{{{of_file}}}": [60] * minutes,
        f"promfile_warnings{{{of_file}}}": [0] * minutes,
        f"promfile_stores{{{of_file}}}": [1] * minutes,
        f"promfile_stores_failed{{{of_file}}}": [0] * minutes,
        f"promfile_oldest_store_mtime_seconds{{{of_file}}}": clock(minutes),
        f'promfile_store_success{{{of_file},path="/s.xml"}}': [1] * minutes,
        f'promfile_rows_read{{{of_file},path="/s.xml"}}': [100] * minutes,
        f'promfile_rule_rows{{{of_file},metric="app_jobs"}}': [100] * minutes,
        f'store_rows{{{labels},path="/s.xml",type="job"}}': [100] * minutes,
        f'store_total_rows{{{labels},path="/s.xml"}}': [100] * minutes,
    }
    for name, values in changed.items():
        [series] = [text for text in healthy if text.startswith(name + "{")]
        if values is None:
            del healthy[series]
        else:
            healthy[series] = values
    return healthy


def sensor(name, values, feature, more="", instance="a"):
    return {f'sensor_{name}{{job="node",instance="{instance}",chip="c",feature="{feature}",'
            f'sensor="s"{more}}}': values}


def only(series, *names):
    return {text: values for text, values in series.items() if text.startswith(names)}


def without(series, *names):
    return {text: values for text, values in series.items() if not text.startswith(names)}


def joined(*hosts):
    every = {}
    for series in hosts:
        assert not every.keys() & series.keys()
        every.update(series)
    return every


def gap(series, begin, end):
    """Nothing is scraped in these minutes: up is 0, all else is absent."""
    return {text: values[:begin] + [0 if text.startswith("up{") else None] * (end - begin)
            + values[end:] for text, values in series.items()}


def ending(series, minute):
    return {text: values[:minute] for text, values in series.items()}


def stopped(minutes, minute, offset=0):
    """Times of a file that is not written any more from a minute on."""
    return [60 * min(now, minute) + offset for now in range(minutes)]


def reboot():
    series = host(180)
    for name in ("promfile_last_success", "promfile_last_run"):
        for text, values in only(series, name).items():
            values[80:82] = [60 * 59] * 2
    return gap(series, 60, 80)


def label_added():
    before, after = host(540), host(540, target='team="x"')
    return joined(ending(before, 60), {text: [None] * 60 + values[60:]
                                       for text, values in after.items()})


def two_files(minutes, gone, back):
    second = host(minutes, file="second.prom")
    second = only(second, "promfile_", "node_textfile_mtime")
    return joined(host(minutes), {text: values[:gone] + [None] * (back - gone) + values[back:]
                                  for text, values in second.items()})


def rotation():
    """From noon, rows that grow through the day and begin anew at midnight; for ten minutes there are
    none."""
    minutes = DAY + DAY // 2
    of_day = [(minute + DAY // 2) % DAY for minute in range(minutes)]
    rows = [5000 * minute // DAY if minute >= 10 else 0 for minute in of_day]
    series = host(minutes, store_total_rows=rows, promfile_rows_read=rows, promfile_rule_rows=rows,
                  promfile_series=[60 if count else 1 for count in rows])
    [text] = only(series, "store_rows")
    return {**series, text: [count or None for count in rows]}


def failing(minutes, begin, runs):
    """`runs` are the results of the stores in turn, 1 for a run that fails, from a minute on."""
    failed = [0] * begin + [runs[minute % len(runs)] for minute in range(minutes - begin)]
    success, last = [], 0
    for minute in range(minutes):
        last = last if failed[minute] else 60 * minute
        success.append(last)
    return host(minutes, promfile_stores_failed=failed, promfile_last_success_timestamp_seconds=success,
                promfile_store_success=[1 - value for value in failed])


def another_store_fails():
    """/s.xml fails in the first runs and is repaired; then /t.xml breaks."""
    series = host(120, promfile_stores_failed=[1] * 120,
                  promfile_store_success=[0] * 30 + [1] * 90,
                  promfile_last_success_timestamp_seconds=[-1800000000] * 120)
    series['promfile_store_success{job="node",instance="a",file="app.prom",path="/t.xml"}'] = \
        [1] * 30 + [0] * 90
    return series


def fleet(stale):
    return joined(*(host(60, instance=f"h{number}", **(
        {"promfile_last_success_timestamp_seconds": stopped(60, 10)} if number < stale else {}))
        for number in range(20)))


def per_type(minutes):
    series = without(host(minutes), "store_rows")
    series['store_job_total_rows{job="node",instance="a",path="/s.xml"}'] = \
        [100] * 120 + [5000] * (minutes - 120)
    return series


def hot(values):
    return joined(host(len(values)), sensor("temperature_celsius", values, "temp1"),
                  sensor("temperature_critical_celsius", [100] * len(values), "temp1"))


def resting_fans():
    """One that never turns, one that rests by its controller, and one that rests each hour."""
    turning = [900] * 30 + [0] * 30
    return joined(
        host(600), sensor("fan_speed_rpm", [0] * 600, "fan1"),
        sensor("fan_speed_rpm", [900] * 300 + [0] * 300, "fan2"),
        sensor("pwm_ratio", [0.5] * 300 + [0] * 300, "pwm2"),
        sensor("fan_speed_rpm", [0] * 60 + turning * 9, "fan3"),
        sensor("alarm", [1] * 600, "in1", ',type="voltage",alarm="min"'))


# Situation, series, the alerts that fire at a minute, and those that ever fired, each with their number.
# "A 2" is two alerts A.
SITUATIONS = (
    ("all is well", host(180), {179: ""}, ""),
    ("reboot, first run 75 s after the first scrape, outage of 20 min before",
     reboot(), {78: "NodeExporterDown 1", 82: "", 179: ""}, "NodeExporterDown 1"),
    ("output that is published hourly",
     host(400, promfile_last_success_timestamp_seconds=[m // 60 * 3600 for m in range(400)],
          promfile_expected_interval_seconds=[3600] * 400), {399: ""}, ""),
    ("output every 15 minutes that does not tell its interval",
     host(400, promfile_last_success_timestamp_seconds=[m // 15 * 900 for m in range(400)],
          promfile_expected_interval_seconds=None), {399: ""}, ""),
    ("a label is added to the scrape target", label_added(), {65: "", 539: ""}, ""),
    ("one of two files of a host gone for longer than 6 h",
     two_files(900, 60, 800), {70: "PromfileFileGone 1", 790: "PromfileFileGone 1", 802: ""},
     "PromfileFileGone 1"),
    ("a second output that never published",
     host(60, target='promfile="2"'), {30: "PromfileOutputMissing 1"}, "PromfileOutputMissing 1"),
    ("host's clock 1 h ahead, timer dead",
     host(120, node_time_seconds=clock(120, 3600),
          promfile_last_success_timestamp_seconds=stopped(120, 60, 3600)),
     {59: "PromfileClock 1", 80: "PromfileClock 1, PromfileStale 1"},
     "PromfileClock 1, PromfileStale 1"),
    ("host's clock 20 min behind, all well",
     host(120, node_time_seconds=clock(120, -1200),
          promfile_last_success_timestamp_seconds=clock(120, -1200)),
     {30: "PromfileClock 1"}, "PromfileClock 1"),
    ("application dead: store a day old, promfile healthy",
     joined(host(120, promfile_oldest_store_mtime_seconds=[1800 - 86400] * 120),
            only(host(120, file="junit.prom", promfile_oldest_store_mtime_seconds=[-86400] * 120),
                 "promfile_"),
            only(host(120, file="dmarc.prom", promfile_oldest_store_mtime_seconds=[-9e8] * 120),
                 "promfile_")),
     {25: "", 40: "StoreOld 1", 119: "StoreOld 1"}, "StoreOld 1"),
    ("glob matches nothing any more, sensors' driver gone: 60 series become 0",
     host(240, promfile_series=[60] * 60 + [0] * 180),
     {80: "", 100: "PromfileSeriesVanished 1", 239: "PromfileSeriesVanished 1"},
     "PromfileSeriesVanished 1"),
    ("a rule's rows are gone after an upgrade renamed an element",
     host(240, promfile_rule_rows=[100] * 60 + [0] * 180),
     {80: "", 100: "PromfileRuleWithoutRows 1", 239: "PromfileRuleWithoutRows 1"},
     "PromfileRuleWithoutRows 1"),
    ("store emptied", host(240, promfile_rows_read=[100] * 60 + [0] * 180),
     {100: "StoreEmptied 1", 239: "StoreEmptied 1"}, "StoreEmptied 1"),
    ("a new row type comes with 5,000 rows",
     joined(host(240), {'store_rows{job="node",instance="a",path="/s.xml",type="new"}':
                        [None] * 120 + [5000] * 120}), {130: "StoreRowsGrow 1"}, "StoreRowsGrow 1"),
    ("nightly rotation of the store", rotation(), {DAY: ""}, ""),
    ("host with --no-self-metrics", without(host(120), "promfile_"), {119: ""}, ""),
    ("label called `prefix` on one host: others work",
     joined(host(240, target='prefix="t"'),
            {f'store_rows{{job="node",instance="a",path="/s.xml",type="job",exported_prefix="{value}"}}':
             [5] * 240 for value in "xy"},
            {f'store_rows{{job="node",instance="c",path="/s.xml",type="job",prefix="{value}"}}':
             [5] * 240 for value in "xy"},
            without(host(240, instance="c"), "store_rows"),
            host(240, instance="b", store_rows=[100] * 120 + [5000] * 120)),
     {130: "StoreRowsGrow 1"}, "StoreRowsGrow 1"),
    ("store fails in 3 of 4 runs", failing(180, 60, [1, 1, 1, 0]),
     {75: "PromfileStoreFailed 1", 179: "PromfileStoreFailed 1"}, "PromfileStoreFailed 1"),
    ("store fails in one run", failing(180, 60, [1] + [0] * 120), {179: ""}, ""),
    ("all targets gone from service discovery", ending(host(120), 60),
     {59: "", 80: "PromfileNoTargets 1"}, "PromfileNoTargets 1"),
    ("fan that rests at 0 rpm, alarm that is always 1", resting_fans(), {599: ""}, ""),
    ("alarm that is always 1, after a reboot",
     joined(gap(joined(host(180), sensor("alarm", [1] * 180, "in1", ',type="voltage",alarm="min"')),
                60, 80), {}), {179: ""}, "NodeExporterDown 1"),
    ("fan that always turned", joined(host(600), sensor("fan_speed_rpm", [900] * 300 + [0] * 300, "fan1")),
     {299: "", 307: "SensorFanStopped 1", 599: "SensorFanStopped 1"}, "SensorFanStopped 1"),
    ('host opted out with `promfile="no"`',
     without(host(120, target='promfile="no"'), "promfile_"), {119: "PromfileNoTargets 1"},
     "PromfileNoTargets 1"),
    ('host opted out with `promfile="no"`, also one with a file left over',
     joined(host(240, instance="b"),
            host(240, target='promfile="no"', promfile_series=[60] * 60 + [0] * 180,
                 promfile_last_success_timestamp_seconds=[-86400] * 240,
                 promfile_oldest_store_mtime_seconds=[-9e8] * 240,
                 promfile_stores_failed=[1] * 240, promfile_warnings=[3] * 240,
                 promfile_rule_rows=[9] * 60 + [0] * 180, promfile_rows_read=[9] * 60 + [0] * 180,
                 store_rows=[10] * 120 + [9000] * 120, node_textfile_scrape_error=[1] * 240,
                 node_time_seconds=clock(240, 7200), up=[1] * 200 + [0] * 40)), {239: ""}, ""),
    ("store fails for an hour, --on-error keep", failing(180, 60, [1]),
     {68: "PromfileStoreFailed 1", 80: "PromfileStale 1, PromfileStoreFailed 1"},
     "PromfileStale 1, PromfileStoreFailed 1"),
    ("after a failed first run the broken store is repaired and another breaks",
     another_store_fails(), {60: "PromfileStale 1, PromfileStoreFailed 1"},
     "PromfileStale 1, PromfileStoreFailed 1"),
    ("--textfile.directory taken from node_exporter",
     joined(only(host(540), "up", "node_time", "node_textfile_scrape"),
            ending(without(host(540), "up", "node_time", "node_textfile_scrape"), 60)),
     {80: "PromfileFileGone 1, PromfileNotPublished 1",
      539: "PromfileFileGone 1, PromfileNotPublished 1"},
     "PromfileFileGone 1, PromfileNotPublished 1"),
    ("two jobs scrape one host",
     joined(*({text.replace('job="node"', f'job="{job}"'): values for text, values in host(
         120, promfile_last_success_timestamp_seconds=stopped(120, 60)).items()}
              for job in ("node", "node_exporter"))), {80: "PromfileStale 1"}, "PromfileStale 1"),
    ("--naming per-type, rows times 50", per_type(240), {130: "StoreRowsGrow 1"}, "StoreRowsGrow 1"),
    ("reading lost at 98 of 100 degrees", hot([60] * 40 + [98] * 3 + [None] * 300),
     {42: "", 60: "SensorReadingLost 1", 339: "SensorReadingLost 1"}, "SensorReadingLost 1"),
    ("temperature near critical, dips every 5 min", hot([60] * 40 + [97, 98, 98, 97, 90] * 20),
     {60: "SensorTemperatureNearCritical 1", 139: "SensorTemperatureNearCritical 1"},
     "SensorTemperatureNearCritical 1"),
    ("half of the hosts are stale", fleet(10), {50: "PromfileFleetStale 1, PromfileStale 10"},
     "PromfileFleetStale 1, PromfileStale 10"),
    ("one host of twenty is stale", fleet(1), {50: "PromfileStale 1"}, "PromfileStale 1"),
    ("job that the rules do not name",
     joined(host(60), {text.replace('job="node"', 'job="linux"'): values
                       for text, values in host(60, instance="b").items()}),
     {59: "PromfileUnwatched 1"}, "PromfileUnwatched 1"),
)
