#!/usr/bin/python3
"""Mutation testing: changes one operator, constant or condition of a source, or removes one statement,
builds, and runs the tests, which have to fail.

    mutants.py DIRECTORY FOLDER... [--sample COUNT] [--seed SEED] [--survivors] [--list]

Works in a copy of the project in DIRECTORY, which is kept: the next run goes on where this one ended, in
DIRECTORY/mutants.jsonl. FOLDER is one of src/. Without --sample all mutants of each folder are tried, else
as many by chance, of the .cpp files, since a header costs a build of all that includes it; a larger sample
holds a smaller one. A mutant meets the tests of its folder and the scripts. --survivors tries the survivors
again, also after tests have been added; those that survive again meet the tests of all folders, which take
ten times as long. --list prints the survivors, and tries none. A mutant that does not compile is not
counted, nor one that equivalent_mutants.txt lists. Fails if fewer than 85 % of the mutants of a folder are killed."""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

from mutations import mutants

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
EQUIVALENT = TOP / "tests/faults/equivalent_mutants.txt"
LEAST = 0.85
QUICK = 0.3  # seconds for a quick test case
MEASURING = "*twice as*"  # test cases that a busy machine can fail
SCRIPTS = {
    "output": [["tests/faults/publish_test.py", "{build}/publish_tool"],
               ["tests/faults/publish_kill_test.py", "{build}/publish_tool"], ["tests/run/republish_test.py"],
               ["tests/faults/short_counts.py", "{build}/promfile", "{build}/short_counts"]],
    "xml": [],
    "aggregate": [],
}
COMMAND_TEST = ["tests/cli/command_test.py"]
PROGRAMS = ["promfile_tests", "promfile", "test_tools", "short_counts"]


class Copy:
    """A copy of the project, its build, and the commands that test it."""

    def __init__(self, top):
        self.top = pathlib.Path(top).resolve()
        self.build = self.top / "build/mutants"
        self.scratch = self.top / "build/scratch"
        self.log = self.top / "mutants.jsonl"
        files = subprocess.run(["git", "-C", TOP, "ls-files", "-z"], capture_output=True, text=True, check=True)
        for name in files.stdout.split("\0")[:-1]:
            source, copy = TOP / name, self.top / name
            if source.is_file() and (not copy.exists() or source.read_bytes() != copy.read_bytes()):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
        if not (self.build / "build.ninja").exists():
            launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
            linker = ["-DCMAKE_EXE_LINKER_FLAGS=-s -fuse-ld=mold"] if shutil.which("mold") else []
            subprocess.run(["cmake", "-G", "Ninja", "-S", self.top, "-B", self.build, "-DCMAKE_BUILD_TYPE=Debug",
                            "-DCMAKE_CXX_FLAGS_DEBUG=-O1", "-DPROMFILE_PRECOMPILE=OFF", *launcher, *linker],
                           check=True, stdout=subprocess.DEVNULL)
        if not self.compiles(*PROGRAMS, cached=True):
            sys.exit("the project does not build")

    def compiles(self, *targets, cached=False):
        """Builds; false if the compiler refuses the mutant, or it has a function that returns nothing."""
        environment = dict(os.environ) if cached else dict(os.environ, CCACHE_DISABLE="1")
        result = subprocess.run(["ninja", "-C", self.build, "-j", os.environ.get("MUTANT_JOBS", "1"), *targets],
                                capture_output=True, text=True, env=environment, check=False)
        return result.returncode == 0 and "-Wreturn-type" not in result.stdout

    def run(self, command, processor_seconds, seconds):
        """(has passed, output); both limits kill."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        environment = dict(os.environ, TMPDIR=str(self.scratch), PROMFILE=str(self.build / "promfile"))

        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds + 1))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        with open(self.scratch / "output", "w+", encoding="utf-8", errors="replace") as output:
            with subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=self.top,
                                  env=environment, start_new_session=True, preexec_fn=limits) as process:
                try:
                    status = process.wait(seconds)
                except subprocess.TimeoutExpired:
                    status = None
                finally:
                    try:
                        os.killpg(process.pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            output.seek(0)
            return status == 0, output.read()


class Step:
    """A command that passes without a mutant, with its limits of time, and what has to be built for it."""

    def __init__(self, copy, name, command):
        self.name, self.copy = name, copy
        self.command = [str(word).format(build=copy.build) for word in command]
        self.programs = PROGRAMS[:1] if "promfile_tests" in self.command[0] else PROGRAMS
        begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        passed, output = copy.run(self.command, 600, 600)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        self.limits = (int(3 + 3 * processor), 30 + 10 * (time.monotonic() - begin))
        if not passed:
            sys.exit(f"{name} fails without a mutant:\n{output[-2000:]}")

    def passes(self):
        return self.copy.compiles(*self.programs) and self.copy.run(self.command, *self.limits)[0]


def slow_cases(copy):
    """The names of the test cases that are not quick, as patterns; the first call runs them all."""
    kept = copy.top / "slow_cases.txt"
    if not kept.exists():
        _, output = copy.run([str(copy.build / "promfile_tests"), "-d"], 1800, 3600)
        found = re.findall(r"^([\d.]+) s: (.*)$", output, re.M)
        kept.write_text("".join(name.strip().replace(",", "?") + "\n" for seconds, name in found
                                if float(seconds) > QUICK), encoding="utf-8")
    return kept.read_text(encoding="utf-8").splitlines()


def steps(copy, folder, all_folders):
    """The tests, those that find most for their time first, of the folder alone or of all."""
    unit = [str(copy.build / "promfile_tests"), "-aa=1"]
    of_folder = f"*/tests/{folder}/*"
    slow = slow_cases(copy)
    yield Step(copy, "quick", [*unit, "-sf=" + of_folder, ",".join([f"-tce={MEASURING}", *slow])])
    yield Step(copy, "slow", [*unit, "-sf=" + of_folder, f"-tce={MEASURING}", "-tc=" + ",".join(slow)])
    for number, script in enumerate(SCRIPTS.get(folder, [])):
        yield Step(copy, f"script {number + 1}", script)
    yield Step(copy, "command", COMMAND_TEST)
    if not all_folders:
        return
    yield Step(copy, "others", [*unit, "-sfe=" + of_folder, ",".join([f"-tce={MEASURING}", *slow])])
    yield Step(copy, "slow others", [*unit, "-sfe=" + of_folder, f"-tce={MEASURING}", "-tc=" + ",".join(slow)])


def equivalent():
    """The keys of the mutants that change nothing; each stands below a line with the reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines() if EQUIVALENT.exists() else []
    return {line.strip() for line in lines if line.startswith("    ")}


def read_log(copy):
    """The outcome of each mutant that was tried."""
    if not copy.log.exists():
        return {}
    entries = map(json.loads, copy.log.read_text(encoding="utf-8").splitlines())
    return {entry["key"]: entry["outcome"] for entry in entries}


def survivors(copy, found, changeless):
    tried = read_log(copy)
    return [mutant for mutant in found if tried.get(mutant.key) == "survived" and mutant.key not in changeless]


def outcome(copy, mutant, tests):
    path = copy.top / mutant.file
    path.write_text(mutant.text, encoding="utf-8")
    if not copy.compiles(*PROGRAMS[:1]):
        return "not compiled"
    for step in tests:
        if not step.passes():
            return "killed by " + step.name
    return "survived"


def try_mutants(copy, folder, chosen, all_folders=False):
    """Tries mutants in the order of their files, so that a file is built again only after it."""
    if not chosen:
        return
    copy.compiles(*PROGRAMS, cached=True)  # without the last mutant of another folder
    tests = list(steps(copy, folder, all_folders))
    for mutant in sorted(chosen, key=lambda mutant: (mutant.file, mutant.line)):
        if (copy.top / mutant.file).read_bytes() != (TOP / mutant.file).read_bytes():
            sys.exit(f"{mutant.file} has changed meanwhile")
        try:
            result = outcome(copy, mutant, tests)
        finally:
            shutil.copyfile(TOP / mutant.file, copy.top / mutant.file)
        with open(copy.log, "a", encoding="utf-8") as log:
            log.write(json.dumps({"key": mutant.key, "line": mutant.line, "outcome": result}) + "\n")
        if result == "survived":
            print(f"{mutant.file}:{mutant.line}: {mutant.key.split(': ', 1)[1]}", flush=True)


def report(folder, all_mutants, tried, changeless):
    """Prints the figures of a folder; true if enough are killed."""
    counts = collections.Counter()
    for mutant in all_mutants:
        result = tried.get(mutant.key, "")
        if result == "survived" and mutant.key in changeless:
            result = "equivalent"
        counts[result.split(" by ")[0]] += 1
    killed, counted = counts["killed"], counts["killed"] + counts["survived"]
    print(f"src/{folder}: {killed} of {counted} killed{f', {killed / counted:.1%}' if counted else ''}; "
          f"{counts['equivalent']} equivalent, {counts['not compiled']} not compiled, {counts['']} not tried")
    return killed >= LEAST * counted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", default="promfile")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    copy = Copy(options.directory)
    changeless = equivalent()
    enough = True
    for folder in options.folders:
        found = [mutant for path in sorted((TOP / "src" / folder).glob("*.[ch]pp"))
                 for mutant in mutants(str(path.relative_to(TOP)), path.read_text(encoding="utf-8"))]
        tried = read_log(copy)
        chosen = found
        if options.sample is not None:
            chosen = sorted((mutant for mutant in found if mutant.file.endswith(".cpp")),
                            key=lambda mutant: random.Random(options.seed + mutant.key).random())
            chosen = chosen[:options.sample]
        if options.list:
            print("\n".join(f"{mutant.file}:{mutant.line}\n    {mutant.key}"
                            for mutant in survivors(copy, found, changeless)))
        elif options.survivors:
            for all_folders in (False, True):
                try_mutants(copy, folder, survivors(copy, found, changeless), all_folders)
        else:
            try_mutants(copy, folder, [mutant for mutant in chosen if mutant.key not in tried])
        enough = report(folder, found, read_log(copy), changeless) and enough
    sys.exit(not enough)


if __name__ == "__main__":
    main()
