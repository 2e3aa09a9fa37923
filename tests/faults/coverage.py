#!/usr/bin/python3
"""The lines of src/ that the tests execute, the process that reads sensors included: at least 97 % of them,
and each other line stands in uncovered_lines.txt with the reason.

    coverage.py DIRECTORY [PART...]

Builds in DIRECTORY with the counters of gcov, runs the parts of the tests, those below unless some are
named, and prints the share and the lines that the list lacks, or holds in vain. With `-` as only part it
runs none, and looks at the counts of the last run."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
LIST = TOP / "tests/faults/uncovered_lines.txt"
LEAST = 0.97
# Not those that inject faults into system calls, limit memory or the size of files: they disturb gcov, which
# writes files itself. Nor program_faults, hostile_stores, publish_faults and publish_kill_faults, which take ten minutes or more
# each in such a build.
PARTS = ["unit", "command", "command_store", "republish", "print_rules", "samples", "corpus", "short_rules", "manual",
         "suggest", "suggest_metrics", "suggest_score", "suggest_random", "week", "outputs", "store_faults",
         "sensors_buses", "sensors_raspberry_pi",
         "sensors_server", "sensors_configured", "sensors_configured_machine", "sensors_node_exporter"]


def build(directory):
    if shutil.which("gcovr") is None:
        sys.exit("coverage.py: gcovr is not installed")
    if not (directory / "CMakeCache.txt").exists():
        subprocess.run(["cmake", "-S", TOP, "-B", directory, "-DCMAKE_BUILD_TYPE=Debug",
                        "-DCMAKE_CXX_FLAGS_DEBUG=-O0", "-DPROMFILE_COVERAGE=ON", "-DPROMFILE_PRECOMPILE=OFF"],
                       check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", directory, "--parallel", "2"], check=True, stdout=subprocess.DEVNULL)


def run(directory, parts):
    """Counts anew what the parts execute; false if one fails."""
    for counts in directory.rglob("*.gcda"):
        counts.unlink()
    passed = True
    # The first parts make the files of the counts, which processes of other users then write, too.
    for some in filter(None, (parts[:2], parts[2:])):
        result = subprocess.run(["ctest", "--test-dir", directory, "-j", "2", "-R", f"^({'|'.join(some)})$"],
                                capture_output=True, text=True, check=False)
        if result.returncode != 0:
            print("\n".join(line for line in result.stdout.splitlines() if "***" in line))
            passed = False
        for counts in directory.rglob("*.gcda"):
            counts.chmod(0o666)
    return passed


def lines(directory):
    """The count of each line of code: {(file, number): count}."""
    result = subprocess.run(["gcovr", "--root", TOP, "--filter", f"{TOP}/src/", "--json", "-", directory],
                            capture_output=True, text=True, check=True, cwd=directory)
    return {(file["file"], line["line_number"]): line["count"] for file in json.loads(result.stdout)["files"]
            for line in file["lines"] if not line.get("gcovr/noncode")}


def explained():
    """The lines of the list, `FILE: TEXT`, where * is any text; a reason stands above those that it explains."""
    listed = LIST.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in listed if line.startswith("    ")]


def pattern_of(line):
    return re.compile(re.escape(line).replace(r"\*", ".*"))


def main():
    directory = pathlib.Path(sys.argv[1]).resolve()
    passed = True
    if sys.argv[2:] != ["-"]:
        build(directory)
        passed = run(directory, sys.argv[2:] or PARTS)
    counts = lines(directory)
    known = {line: pattern_of(line) for line in explained()}
    used, unexplained = set(), 0
    for (file, number), count in sorted(counts.items()):
        if count == 0:
            text = (TOP / file).read_text(encoding="utf-8").splitlines()[number - 1].strip()
            reasons = {line for line, pattern in known.items() if pattern.fullmatch(f"{file}: {text}")}
            used |= reasons
            if not reasons:
                unexplained += 1
                print(f"{file}:{number}: {text}")
    for line in sorted(set(known) - used):
        print(f"listed in vain: {line}")
    share = sum(count > 0 for count in counts.values()) / len(counts)
    print(f"{share:.2%} of {len(counts)} lines, {unexplained} of the others not explained")
    sys.exit(not passed or share < LEAST or unexplained > 0 or used != set(known))


if __name__ == "__main__":
    main()
