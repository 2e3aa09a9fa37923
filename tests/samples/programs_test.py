#!/usr/bin/env python3
"""Runs the programs that the recipes are for, as far as they are installed, and checks what the recipes
make of what they print now.

    programs_test.py

Each program is run by promfile, as a command of the configuration. Exit status 77: none is installed.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import services

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", "build/promfile"))
FAULTY = "int main(){int*p=new int[3];p[3]=1;return 0;}\n"
TESTS = """cmake_minimum_required(VERSION 3.13)
project(t NONE)
enable_testing()
add_test(NAME good COMMAND true)
add_test(NAME bad COMMAND false)
"""


def series(recipe, command, directory, environment=None):
    """The samples of a recipe whose store is this command: name and labels to value."""
    text = (ROOT / "samples" / f"{recipe}.toml").read_text()
    words = ", ".join('"%s"' % word.replace("\\", "\\\\").replace('"', '\\"') for word in command)
    text, stores = re.subn(r"(?m)^store = .*$", lambda _: f"store = {{ command = [{words}] }}", text)
    assert stores == 1, recipe
    config = directory / f"{recipe}.toml"
    config.write_text(text)
    config.chmod(0o644)
    done = subprocess.run([PROMFILE, "-d", "-q", "-c", config], capture_output=True, text=True,
                          check=False, timeout=60, stdin=subprocess.DEVNULL,
                          env={**os.environ, **(environment or {})})
    assert done.returncode == 0, done.stderr
    return {key: float(value) for key, value in
            (line.rsplit(" ", 1) for line in done.stdout.splitlines() if line[:1] != "#")}


def nmap(directory):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = series("nmap", ["nmap", "-n", "-sT", "-oX", "-", "-p", str(port), "127.0.0.1"], directory)
    yield found['nmap_hosts{state="up"}'] == 1 and found["nmap_scan_success"] == 1, found
    yield [value for key, value in found.items()
           if key.startswith("nmap_port_open{") and f'port="{port}"' in key] == [1], found


def sadf(directory):
    data = directory / "sa"
    subprocess.run(["/usr/lib/sysstat/sadc", "-S", "XALL", "1", "2", data], check=True, timeout=60)
    found = series("sadf", ["sadf", "-x", str(data), "--", "-u", "-q", "-d", "-n", "DEV"], directory)
    shares = [value for key, value in found.items() if key.startswith('sysstat_cpu_ratio{cpu="all"')]
    yield len(shares) > 4 and abs(sum(shares) - 1) < 0.01, found
    yield found['sysstat_tasks{state="all"}'] > 1 and 'sysstat_network_bytes_per_second{' in str(found), found


def lshw(directory):
    found = series("lshw", ["lshw", "-xml", "-quiet", "-c", "processor", "-c", "memory"], directory)
    yield any(key.startswith('lshw_devices{class="processor"') for key in found), found


def hwloc(directory):
    found = series("hwloc", ["lstopo-no-graphics", "--of", "xml"], directory)
    # Of the processors that this process may use.
    yield found['hwloc_objects{type="PU"}'] == len(os.sched_getaffinity(0)), found
    yield any(key.startswith("hwloc_node_memory_bytes{") for key in found), found


def cppcheck(directory):
    (directory / "c.cpp").write_text("void f(){int a[2];a[2]=0;}\n")
    found = series("cppcheck", ["sh", "-c", f"cppcheck --xml -q {directory}/c.cpp 2>&1"], directory)
    yield found['cppcheck_findings{severity="error"}'] == 1, found
    yield found['cppcheck_findings{severity="style"}'] == 0, found


def ctest(directory):
    (directory / "CMakeLists.txt").write_text(TESTS)
    subprocess.run(["cmake", "-S", directory, "-B", directory / "b"], check=True, stdout=subprocess.DEVNULL,
                   timeout=60)
    found = series("junit", ["sh", "-c", f"ctest --test-dir {directory}/b --output-junit {directory}/j.xml "
                             f">/dev/null 2>&1; cat {directory}/j.xml"], directory)
    tests = {key.split("{")[0]: value for key, value in found.items()}
    yield (tests["junit_tests"], tests["junit_tests_failed"], tests["junit_tests_passed"]) == (2, 1, 1), found


def valgrind(directory):
    (directory / "v.cpp").write_text(FAULTY)
    subprocess.run(["g++", "-g", "-o", directory / "v", directory / "v.cpp"], check=True, timeout=60)
    found = series("valgrind", ["valgrind", "-q", "--leak-check=full", "--xml=yes", "--xml-fd=1",
                                f"{directory}/v"], directory)
    labels = '{program="%s/v",kind="%s"}'
    yield found["valgrind_errors" + labels % (directory, "InvalidWrite")] == 1, found
    yield found["valgrind_leaked_bytes" + labels % (directory, "Leak_DefinitelyLost")] == 12, found
    yield any(key.startswith("valgrind_run_duration_seconds{") for key in found), found


def svn(directory):
    url = f"file://{directory}/repository"
    subprocess.run(["svnadmin", "create", directory / "repository"], check=True, timeout=60)
    subprocess.run(["svn", "-q", "mkdir", f"{url}/a", "-m", "one", "--username", "alice"], check=True, timeout=60)
    subprocess.run(["svn", "-q", "rm", f"{url}/a", "-m", "", "--username", "alice"], check=True, timeout=60)
    found = series("svn", ["svn", "log", "--xml", "--verbose", url], directory)
    yield found["svn_last_revision"] == 2 and found['svn_commits{author="alice"}'] == 2, found
    yield found["svn_commits_without_message"] == 1 and found['svn_changed_paths{action="deleted"}'] == 1, found


def ffprobe(directory):
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=64x48:rate=25",
                    directory / "v.avi"], check=True, timeout=60)
    found = series("ffprobe", ["ffprobe", "-v", "error", "-of", "xml", "-show_format", "-show_streams",
                               f"{directory}/v.avi"], directory)
    yield found['ffprobe_stream_frames_per_second{stream="0"}'] == 25, found


def gcovr(directory):
    (directory / "c.cpp").write_text("int f(int a) {\n  if (a)\n    return 1;\n  return 2;\n}\n"
                                     "int main() {\n  return f(1) - 1;\n}\n")
    subprocess.run(["g++", "--coverage", "-o", "c", "c.cpp"], check=True, timeout=60, cwd=directory)
    subprocess.run([directory / "c"], check=True, timeout=60, cwd=directory)
    found = series("cobertura", ["gcovr", "-r", str(directory), str(directory), "--cobertura", "-"], directory)
    lines = {key.split("covered=")[1]: value for key, value in found.items() if key.startswith("coverage_lines{")}
    yield sum(lines.values()) == 6 and lines['"false"}'] == 1, found
    yield abs(found["coverage_line_ratio"] - 5 / 6) < 0.01 and found["coverage_branch_ratio"] == 0.5, found
    yield abs(found["coverage_timestamp_seconds"] - time.time()) < 120, found


def monit(directory):
    with services.monit(directory) as url:
        found = series("monit", ["curl", "-sSf", url], directory)
    states = {key for key, value in found.items() if key.startswith("monit_service_state") and value == 1}
    yield {re.sub(r'.*service="(\w+)",type="(\w+)",state="(\w+)".*', r"\1 \2 \3", state) for state in states} >= {
        "gone file error", "rootfs filesystem ok", "self process ok"}, found
    yield found['monit_process_memory_bytes{service="self",type="process"}'] > 2 ** 20, found
    yield 0 < found['monit_filesystem_used_ratio{service="rootfs",type="filesystem"}'] <= 1, found
    yield 'monit_process_cpu_ratio{service="self",type="process"}' in found, found


def nginx_rtmp(directory):
    with services.nginx_rtmp(directory) as (url, stream):
        found = series("nginx-rtmp", ["curl", "-sSf", url], directory)
        yield found["nginx_rtmp_streams"] == 0 and "nginx_rtmp_uptime_seconds" in found, found
        with services.running(directory, "ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i",
                              "testsrc=size=64x48:rate=10", "-c:v", "flv1", "-t", "30", "-f", "flv", stream):
            services.wait_for(lambda: b"<publishing/>" in services.page(url), "the stream")
            found = series("nginx-rtmp", ["curl", "-sSf", url], directory)
    labels = '{application="live",stream="hall"}'
    yield found["nginx_rtmp_streams"] == 1 and found["nginx_rtmp_received_bytes_total"] > 0, found
    yield found["nginx_rtmp_stream_publishing" + labels] == found["nginx_rtmp_stream_clients" + labels] == 1, found
    yield 0 < found["nginx_rtmp_stream_uptime_seconds" + labels] < 60, found


def passenger(directory):
    with services.passenger(directory) as registry:
        found = series("passenger", ["passenger-status", "--show=xml"], directory,
                       {"PASSENGER_INSTANCE_REGISTRY_DIR": str(registry)})
    process = '{application="%s/app",process="0"}' % directory
    yield found["passenger_applications"] == found["passenger_processes"] == 1, found
    yield found["passenger_max_processes"] == 2 and any(key.startswith("passenger_info{version=") for key in found), found
    yield found["passenger_process_requests_total" + process] >= 2, found
    yield found["passenger_process_memory_bytes" + process] > 2 ** 20, found
    yield abs(found["passenger_process_start_timestamp_seconds" + process] - time.time()) < 120, found


def gridengine(directory):
    with services.gridengine(directory) as environment:
        found = series("gridengine", ["qstat", "-xml", "-F", "-u", "*"], directory, environment)
    queue = '{queue="all.q",host="%s"' % socket.gethostname()
    yield found["gridengine_slots" + queue + "}"] == 2 and found["gridengine_slots_used" + queue + "}"] == 0, found
    memory = {key: value for key, value in found.items() if key.startswith("gridengine_memory_bytes" + queue)}
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    yield len(memory) == 3 and abs(max(memory.values()) / installed - 1) < 0.01, found
    yield [value for key, value in found.items() if key.startswith('gridengine_jobs{state="hqw"')] == [1], found
    yield abs(found["gridengine_oldest_pending_job_timestamp_seconds"] - time.time()) < 14 * 3600, found


PROGRAMS = {"gcovr": gcovr, "monit": monit, "nginx": nginx_rtmp, "passenger": passenger, "qstat": gridengine,
            "nmap": nmap, "sadf": sadf, "lshw": lshw, "lstopo-no-graphics": hwloc, "cppcheck": cppcheck,
            "ctest": ctest, "valgrind": valgrind, "svn": svn, "ffprobe": ffprobe}

# What else their tests need: programs, files, and to be root.
NEEDS = {"gcovr": ["g++"], "valgrind": ["g++"], "ffprobe": ["ffmpeg"], "nginx": ["ffmpeg", services.NGINX_MODULE],
         "qstat": ["sge_qmaster", "root"]}


def is_there(need):
    return os.geteuid() == 0 if need == "root" else shutil.which(need) is not None or os.path.isfile(need)


def main():
    passed = failed = 0
    absent = [program for program in PROGRAMS
              if not all(is_there(need) for need in [program, *NEEDS.get(program, [])])]
    for program, test in PROGRAMS.items():
        if program in absent:
            continue
        with tempfile.TemporaryDirectory(prefix="promfile-") as directory:
            os.chmod(directory, 0o755)
            try:
                for is_right, found in test(pathlib.Path(directory)):
                    passed += is_right
                    failed += not is_right
                    if not is_right:
                        print(f"FAILED: {program}: {found}")
            except (AssertionError, KeyError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"FAILED: {program}: {error!r}")
    skipped = f"; not installed, or without what they need: {' '.join(absent)}" if absent else ""
    print(f"{passed} passed, {failed} failed{skipped}")
    return 1 if failed else 0 if passed else 77


if __name__ == "__main__":
    sys.exit(main())
