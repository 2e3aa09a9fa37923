#!/usr/bin/python3
"""Thousands of hostile stores, rules and command lines: whatever goes in, what promfile writes is
taken whole by promtool, by a real node_exporter beside good neighbours, and by a real Prometheus.

A case is made from the seed and its number alone: `--seed S --only N` runs it again.
"""

import argparse
import contextlib
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import time
import traceback

import exporter
import exposition
from exposition import require
from hostile_case import PROMFILE, ROOT, Case, write

KEPT = os.path.join(ROOT, "build", "property")
BATCH = 40  # outputs in one textfile directory
GOOD = b"# HELP good_value A neighbour.\n# TYPE good_value gauge\ngood_value{a=\"b\"} 42\n"
OTHER = (b"# HELP promfile_series Another text for this.\n# TYPE promfile_series gauge\n"
         b'promfile_series{file="other.prom"} 7\n'
         b"# HELP promfile_warnings And for this.\n# TYPE promfile_warnings gauge\n"
         b'promfile_warnings{file="other.prom"} 8\n')
NEIGHBOURS = {"good.prom": GOOD, "other.prom": OTHER}
VOLATILE = ("promfile_last_run_timestamp_seconds", "promfile_last_success_timestamp_seconds",
            "promfile_run_duration_seconds", "promfile_warnings", "promfile_store_mtime_seconds",
            "promfile_oldest_store_mtime_seconds")
LINT = re.compile(rb"error while linting|^error", re.M)


def stable(data):
    """The output without the lines that differ from run to run."""
    return [line for line in data.split(b"\n") if not line.startswith(
        tuple(name.encode() for name in VOLATILE))]


def require_sentences(result, most):
    lines = result.stderr.decode("utf-8", "surrogateescape").splitlines()
    require(lines and len(lines) <= most, f"not one sentence but {lines}")
    for line in lines:
        require(line.startswith("promfile: error: ") and not line.endswith("."), f"{line!r}")
        require(not re.search(r"[\0-\x08\x0b-\x1f\x7f]", line), f"control characters in {line!r}")


def refused(case, result):
    """Whether the run was refused, and had reason to be."""
    require(result.returncode >= 0, f"died of signal {-result.returncode}: {result.stderr!r}")
    require(result.returncode in (0, 1, 2), f"exit {result.returncode}: {result.stderr!r}")
    if result.returncode == 0:
        require(not result.stderr, f"not silent: {result.stderr!r}")
        return False
    require(not result.stdout, "refused, and yet there is output")
    require_sentences(result, 40 if case.kind == "rules" else len(case.stores))
    if result.returncode == 2:
        bad_name = (not valid_utf8(case.name) or len(case.name) > 225
                    or any(byte < 32 for byte in case.name))
        require(bad_name or case.kind == "rules", f"exit 2: {result.stderr!r}")
        return True
    limited = b"max-series" in result.stderr and b"--max-series" in [
        os.fsencode(option) for option in case.options]
    broken = case.kind == "broken" and (not case.recover or case.ended_rows() == 0)
    require(limited or broken, f"data refused the run: {result.stderr!r}")
    return True


def valid_utf8(data):
    try:
        data.decode()
        return True
    except UnicodeDecodeError:
        return False


def check_promtool(data):
    result = subprocess.run(["promtool", "check", "metrics"], input=data, timeout=60,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    require(result.returncode == 0 or result.returncode == 3 and not LINT.search(result.stdout),
            f"promtool exit {result.returncode}: {result.stdout[-500:]!r}")


def check_counts(case, found):
    """The built-in metrics of one store without options, counted anew."""
    if case.kind != "builtin" or case.options or len(case.stores) != 1:
        return
    store = next(iter(case.stores.values()))
    totals = [value for (name, labels), value in found.items() if name.endswith("_total_rows")
              and "type" not in dict(labels)]
    require(sum(totals) == len(store.rows), f"{totals} rows in all, wanted {len(store.rows)}")
    wanted = store.expected_counts()
    got = {}
    for (name, labels), value in found.items():
        labels = dict(labels)
        if "type" in labels and value:
            got[labels["type"], labels.get("operation", "")] = value
    require(got == wanted, f"counted {sorted(set(got.items()) ^ set(wanted.items()))[:6]}")


def judge(case):
    """The checks of one output by itself. True if there is one."""
    printed = case.run("-d")
    if refused(case, printed):
        return False
    if case.kind == "broken":
        require(case.recover, f"{case.how} is not refused")
    _, found = exposition.check_file(printed.stdout)
    check_promtool(printed.stdout)
    check_counts(case, found)
    again = case.run("-d")
    require(stable(again.stdout) == stable(printed.stdout), "a second run gives other metrics")
    if case.order_free and case.kind != "broken" and case.rng.random() < 0.5:
        case.permute()
        permuted = case.run("-d")
        require(stable(permuted.stdout) == stable(printed.stdout),
                "the order of the rows matters: " +
                str(sorted(set(stable(permuted.stdout)) ^ set(stable(printed.stdout)))[:6]))
    return True


class Worker:
    def __init__(self, number, seed):
        self.seed, self.failures, self.counts = seed, [], {"outputs": 0, "refused": 0}
        self.base = os.path.join(KEPT, f"worker{number}")
        shutil.rmtree(self.base, ignore_errors=True)
        self.directory = os.path.join(self.base, "textfile")
        os.makedirs(self.directory)
        self.stack = contextlib.ExitStack()
        self.scraper, self.batch, self.deferred = None, {}, []
        self.clear()

    def clear(self):
        for name in os.listdir(os.fsencode(self.directory)):
            os.unlink(os.path.join(os.fsencode(self.directory), name))
        for name, data in NEIGHBOURS.items():
            write(os.path.join(self.directory, name), data)
        self.batch = {}

    def fail(self, case, why):
        command = " ".join(repr(os.fsdecode(word)) for word in case.command)
        self.failures.append(f"FAILED {case.index} ({case.kind} {case.how}): {why}\n"
                             f"  again with --seed {self.seed} --only {case.index}\n  {command}")
        print(self.failures[-1], flush=True)

    def run(self, index):
        case = Case(self.seed, index, os.path.join(KEPT, f"case{index}"))
        keep = False
        try:
            if judge(case):
                self.counts["outputs"] += 1
                self.publish(case)
            else:
                self.counts["refused"] += 1
        except (exposition.Malformed, subprocess.SubprocessError, OSError) as error:
            keep = True
            self.fail(case, f"{type(error).__name__}: {error}")
        if not keep and case not in self.batch.values():
            self.drop(case)
        if len(self.batch) >= BATCH:
            self.flush()

    def drop(self, case):
        shutil.rmtree(case.directory, ignore_errors=True)
        with contextlib.suppress(OSError):
            os.unlink(f"{case.directory}.toml")

    def publish(self, case):
        """Into the directory, or a new one if another output there has the same series."""
        name = case.name.removesuffix(b".prom") + b".prom"
        result = case.run("-o", self.directory)
        if result.returncode == 1 and b"promfile wrote that file" in result.stderr:
            with contextlib.suppress(FileNotFoundError):  # the refused run may have left it
                os.unlink(os.path.join(os.fsencode(self.directory), name))
            self.flush()
            result = case.run("-o", self.directory)
        partly = case.kind == "broken" and result.returncode == 0
        # The limit counts promfile's own series too, which --debug does not show.
        limited = (result.returncode == 1 and b"more than --max-series" in result.stderr
                   and "--max-series" in map(os.fsdecode, case.options))
        require(result.returncode == 0 or partly or limited, f"not published: {result.stderr!r}")
        path = os.path.join(os.fsencode(self.directory), name)
        with open(path, "rb") as file:
            exposition.check_file(file.read())
        self.batch[path] = case

    def scrape(self):
        """The fault of a scrape of the present directory, or nothing."""
        if self.scraper is None or self.scraper.dead():
            self.scraper = exporter.Exporter(self.stack, self.directory,
                                             os.path.join(self.base, "exporter.log"))
        expected, helps = {}, {}
        for name in os.listdir(os.fsencode(self.directory)):
            with open(os.path.join(os.fsencode(self.directory), name), "rb") as file:
                _, families = exposition.parse(file.read())
            for key, value in exposition.series(families).items():
                require(key not in expected, f"{key} is in two files")
                expected[key] = value
            helps.update((family.name, family.help) for family in families.values())
        try:
            page = exporter.get(self.scraper.url)
        except OSError as error:
            return f"the exporter gives no page: {error}; {self.scraper.faults()[:3]}"
        _, families = exposition.parse(page)
        got = exposition.series(families)
        require(got.pop(("node_textfile_scrape_error", frozenset()), None) == 0, "scrape error")
        for key in list(got):
            if key[0].startswith("promhttp_metric_handler_errors_total"):
                require(got[key] == 0, f"{key} is {got[key]}")
            if key[0].startswith(("node_", "go_", "process_", "promhttp_")):
                del got[key]
        missing = [key for key in expected
                   if key not in got or not exposition.equal(got[key], expected[key])]
        extra = [key for key in got if key not in expected]
        require(not missing, f"{len(missing)} series are lost or changed, such as "
                f"{[(k, expected[k], got.get(k)) for k in missing[:3]]}")
        require(not extra, f"series from nowhere, such as {extra[:3]}")
        for name, text in helps.items():
            require(families[name].help.strip() == text.strip(),
                    f"HELP of {name}: {families[name].help!r}, not {text!r}")
        faults = self.scraper.faults()
        return f"in the exporter's log: {faults[:3]}" if faults else ""

    def faults_of_scrape(self):
        try:
            return self.scrape()
        except (exposition.Malformed, RuntimeError) as error:
            return str(error)

    def flush(self):
        """Scrapes all outputs of the directory at once; if that fails, each by itself."""
        fault = self.faults_of_scrape()
        if fault:
            contents = {}
            for path in self.batch:
                with open(path, "rb") as file:
                    contents[path] = file.read()
            cases = dict(self.batch)
            named = False
            for path, case in cases.items():
                self.clear()
                self.stack.close()
                self.scraper = None
                write(path, contents[path])
                alone = self.faults_of_scrape()
                if alone:
                    named = True
                    self.fail(case, alone)
                    shutil.copy(path, os.path.join(KEPT, f"case{case.index}.output"))
                else:
                    self.drop(case)
            if not named:
                self.fail(next(iter(cases.values())), f"together with others: {fault}")
        else:
            for case in self.batch.values():
                self.drop(case)
        self.clear()

    def finish(self):
        self.flush()
        self.stack.close()


def work(number, seed, indexes, deadline, queue):
    worker = Worker(number, seed)
    done, left_over = 0, False
    try:
        for index in indexes:
            if time.monotonic() > deadline:
                left_over = True
                break
            worker.run(index)
            done += 1
        worker.finish()
    except BaseException:  # of any kind: the parent counts it
        worker.stack.close()
        worker.failures.append(traceback.format_exc())
    queue.put((done, worker.failures, worker.counts, left_over))


def check_prometheus(seed, indexes):
    """One real Prometheus takes the page of an exporter with hostile outputs."""
    worker = Worker("-prometheus", seed)
    try:
        for index in indexes:
            case = Case(seed, index, os.path.join(KEPT, f"prometheus{index}"))
            result = case.run("-o", worker.directory)
            require(result.returncode >= 0, "died")
            worker.drop(case)
        fault = worker.faults_of_scrape()
        if fault:
            return f"before Prometheus: {fault}"
        target = worker.scraper.url.split("/")[2]
        return "" if exporter.prometheus_up(worker.base, target) else "up is not 1"
    finally:
        worker.stack.close()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, action="append", help="only this case (repeatable)")
    options.add_argument("--quick", action="store_true", help="300 cases")
    options.add_argument("--seconds", type=float, default=600, help="stop after that time")
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    for program in (PROMFILE, "promtool", "prometheus", exporter.EXPORTER):
        if shutil.which(program) is None:
            print(f"{program} is not there\n0 passed, 1 failed")
            sys.exit(1)
    shutil.rmtree(KEPT, ignore_errors=True)
    os.makedirs(KEPT)
    os.environ["LC_ALL"] = "C.UTF-8"
    begun = time.monotonic()
    indexes = chosen.only or list(range(300 if chosen.quick else chosen.count))
    queue = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(
        number, chosen.seed, indexes[number::chosen.jobs], begun + chosen.seconds, queue))
        for number in range(chosen.jobs)]
    for worker in workers:
        worker.start()
    results = [queue.get() for _ in workers]
    for worker in workers:
        worker.join()
    failures = [failure for result in results for failure in result[1]]
    done = sum(result[0] for result in results)
    if any(result[3] for result in results):
        print(f"the time was over after {done} of {len(indexes)} cases")
    fault = check_prometheus(chosen.seed, indexes[:60])
    if fault:
        failures.append(f"FAILED Prometheus: {fault}")
        print(failures[-1])
    outputs = sum(result[2]["outputs"] for result in results)
    for failure in failures:
        if failure.startswith("Traceback"):
            print(failure)
    if failures:
        print(f"seed {chosen.seed}; what failed is kept in {os.path.relpath(KEPT)}")
    print(f"hostile stores: {done} cases, {outputs} outputs scraped, "
          f"{time.monotonic() - begun:.0f} s")
    print(f"{done + 1 - len(failures)} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
