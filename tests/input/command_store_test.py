#!/usr/bin/env python3
"""Commands as stores: real programs, well-behaved and not, and the metrics and messages of promfile."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest

from command_store_case import DOCUMENT, PROMFILE, ROWS, RULES, CommandStoreCase, command_line, toml


class CommandStore(CommandStoreCase):
    # Reading.

    def test_output(self):
        self.reads(f'echo "{DOCUMENT}"')
        self.reads('printf "<s><r/>"; sleep 0.1; printf "<r/></s>"')

    def test_surroundings(self):
        self.reads(f'[ "$(pwd)" = / ] && [ "$A $B" = "1 two words" ] && [ "$C" = ours ] && '
                   f'! read -r line && echo "{DOCUMENT}"',
                   ", environment = { A = '1', B = 'two words' }",
                   env={**os.environ, "C": "ours", "A": "another"}, stdin=None)

    def test_descriptors_and_signals(self):
        # Neither the test's descriptors nor signals that are ignored or blocked reach the command.
        read_end, write_end = os.pipe()
        os.set_inheritable(write_end, True)

        def ignore():
            for number in (signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD):
                signal.signal(number, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGUSR1})
        script = ("import os; s = open('/proc/self/status').read(); "
                  "f = sorted(os.listdir('/proc/self/fd'), key=int)[:-1]; "
                  "blocked, ignored = [int(s.split(k + ':')[1].split()[0], 16)"
                  " for k in ('SigBlk', 'SigIgn')]; "
                  # Python itself ignores SIGPIPE and SIGXFSZ.
                  "assert (f, blocked, ignored & ~0x1001000) == (['0', '1', '2'], 0, 0),"
                  " (f, hex(blocked), hex(ignored)); "
                  f"print(\"{DOCUMENT}\")")
        config = self.configuration([sys.executable, "-c", script])
        result = self.run_it("-d", "-q", "-c", config, preexec_fn=ignore, close_fds=False)
        os.close(write_end)
        os.close(read_end)
        self.assertEqual(self.series(result), [ROWS])

    def test_no_ambient_capabilities(self):
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            self.skipTest("needs root and setpriv")
        config = self.configuration(["sh", "-c", f'grep -q "^CapAmb:[[:space:]]*0*$" '
                                     f'/proc/self/status && echo "{DOCUMENT}"'])
        result = subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
             "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
             PROMFILE, "-d", "-q", "-c", config],
            capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(self.series(result), [ROWS])

    def test_programs(self):
        program = self.directory / "bin" / "print it"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\necho "{DOCUMENT}"\n')
        program.chmod(0o755)
        self.assertEqual(self.series(self.run_it(
            "-d", "-q", "-c", self.configuration(["bin/print it"]))), [ROWS])
        config = self.configuration(["print it"])
        path = {"PATH": f"{program.parent}:{os.environ['PATH']}"}
        self.assertEqual(self.series(self.run_it(
            "-d", "-q", "-c", config, env={**os.environ, **path})), [ROWS])
        config = self.configuration(["print it"], f", environment = {{ PATH = '{program.parent}:/bin' }}")
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", config)), [ROWS])

    def test_programs_that_cannot_be_run(self):
        def fails(program, sentence, **more):
            result = self.run_it("-d", "-q", "-c", self.configuration([program]), **more)
            self.assertEqual((result.returncode, result.stderr),
                             (1, f"promfile: error: the command it failed: {sentence}\n"))
        fails("/does/not/exist", "cannot run /does/not/exist: No such file or directory")
        fails("no-such-program", "no-such-program is not found in PATH (/bin:/x)",
              env={"PATH": "/bin:/x"})
        result = self.run_it("-d", "-q", "-c", self.configuration(
            ["no-such-program"], ", environment = { A = 'b', PATH = '/x:/y' }"))
        self.assertIn("no-such-program is not found in PATH (/x:/y)", result.stderr)
        (self.directory / "text").write_text("no program")
        fails(str(self.directory / "text"), f"cannot run {self.directory}/text: Permission denied")
        fails("/tmp", "cannot run /tmp: Permission denied")

    # Failures of the command.

    def test_exit_status_after_a_whole_document(self):
        self.fails(f'echo "{DOCUMENT}"; exit 1', "the command it failed: its exit status is 1")
        self.fails(f'echo "{DOCUMENT}"; echo hint >&2; printf "no cluster\n\n" >&2; exit 102',
                   "the command it failed: its exit status is 102; the command says: no cluster")

    def test_signal(self):
        self.fails("kill -9 $$", "the command it failed: signal 9 ended it (Killed)")

    def test_half_a_document(self):
        self.fails('printf "<s><r/>"; echo down >&2; exit 3',
                   "the command it failed: its exit status is 3; the command says: down")
        result = self.shell('printf "<s><r/>"; echo down >&2')
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "^promfile: error: cannot read the output of it: it:1:8: .*; "
                         "the command says: down\n$")
        # No output of a command that fails is published, even if some rows could be read.
        self.fails('printf "<s><r/>"; exit 3', "the command it failed: its exit status is 3", "",
                   "--recover")
        self.fails('printf "<s><r/></t>"; sleep 0.2; exit 3',
                   "the command it failed: its exit status is 3", "", "--recover")

    def test_a_sentence_in_place_of_xml(self):
        self.fails('echo "Connection refused"; sleep 0.2; exit 1',
                   "the command it failed: its exit status is 1")

    def test_no_output(self):
        result = self.shell("true")
        self.assertEqual(result.returncode, 1)
        self.assertIn("it", result.stderr)

    def test_hangs(self):
        begin = time.monotonic()
        self.fails('echo waiting >&2; printf "<s>"; exec sleep 987.1',
                   "the command it failed: it did not end within 0.2 s (its timeout); the command says: "
                   "waiting", ", timeout = 0.2")
        self.assertLess(time.monotonic() - begin, 3)
        self.nothing_is_left("987.1")
        self.fails("exec sleep 987.1", "the command it failed: it did not end within 0.2 s "
                   "(--store-timeout)", "", "--store-timeout", "0.2")
        self.fails("exec sleep 987.1", "cannot read it: the 0.2 s for all stores together are "
                   "over (--run-timeout)", "", "--run-timeout", "0.2")
        self.nothing_is_left("987.1")

    def test_goes_on_printing(self):
        self.fails('printf "<s>"; yes "<r/>"', "the command it failed: it did not end within 0.3 s "
                   "(its timeout)", ", timeout = 0.3")

    def test_ignores_sigterm(self):
        self.fails('trap "" TERM; while :; do sleep 987.2; done',
                   "the command it failed: it did not end within 0.2 s (its timeout)", ", timeout = 0.2")
        self.nothing_is_left("987.2")

    def test_closes_its_output_early(self):
        self.reads(f'echo "{DOCUMENT}"; exec >&-; sleep 0.2')
        self.fails(f'echo "{DOCUMENT}"; exec >&-; sleep 0.2; exit 4',
                   "the command it failed: its exit status is 4")
        self.fails(f'echo "{DOCUMENT}"; exec >&- 2>&-; sleep 987.3',
                   "the command it failed: it did not end within 0.3 s (its timeout)", ", timeout = 0.3")
        self.nothing_is_left("987.3")

    def test_a_child_keeps_the_pipe(self):
        begin = time.monotonic()
        self.reads(f'echo "{DOCUMENT}"; sleep 987.4 &')
        self.assertLess(time.monotonic() - begin, 3)
        self.nothing_is_left("987.4")

    def test_much_output_in_little_memory(self):
        # The same memory for 100 MB as for 1 MB, and no temporary file: it is read as it comes.
        temporary = self.directory / "tmp"
        temporary.mkdir()

        def peak(size):
            config = self.configuration(
                ["sh", "-c", f"printf '<s><r/><!--'; head -c {size} /dev/zero | tr '\\0' ' '; "
                 "echo '--><r/></s>'"])
            with subprocess.Popen([PROMFILE, "-d", "-q", "-c", config], stdout=subprocess.PIPE,
                                  env={**os.environ, "TMPDIR": str(temporary)},
                                  text=True) as process:
                out = process.stdout.read()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = status
            self.assertEqual(status, 0)
            self.assertIn(ROWS + "\n", out)
            self.assertEqual(os.listdir(temporary), [])
            return usage.ru_maxrss
        self.assertLess(peak(100_000_000), peak(1_000_000) + 1024)

    @unittest.skipIf("ASAN_OPTIONS" in os.environ, "sanitizers reserve more address space than the limit")
    def test_lack_of_memory(self):
        # A failure of the run, not of the store: --recover and --on-error drop publish nothing either.
        config = self.configuration(
            ["sh", "-c", "echo '<s><r>'; yes '<a/>' | head -n 4000000; echo '</r></s>'; sleep 987.6"],
            rules=RULES.replace("$path", "count(*)"), more=f"max-row-size = {64 << 20}")
        limit = 48 << 20
        for more in ((), ("--recover",), ("--on-error", "drop")):
            result = self.run_it("-c", config, *more, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_AS, (limit, limit)))
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertRegex(result.stderr, r"\Apromfile: error: (out of resources|.*memory)[^\n]*\n\Z")
            self.assertEqual(os.listdir(self.out), [])
            self.nothing_is_left("987.6")

    def test_much_on_standard_error(self):
        self.reads(f'yes warning | head -n 100000 >&2; echo "{DOCUMENT}"; '
                   'yes warning | head -n 100000 >&2')
        self.fails('yes warning | head -n 100000 >&2; echo last >&2; exit 1',
                   "the command it failed: its exit status is 1; the command says: last")
        result = self.shell("printf 'a\\033[31m%0500d' 0 >&2; exit 1")
        self.assertIn("the command says: a\\x1b[31m000", result.stderr)
        self.assertLess(len(result.stderr), 400)

    def test_little_processes(self):
        # A command that cannot be started is a store that fails.
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            self.skipTest("needs root and setpriv")
        config = self.configuration(["true"])
        no_leaks = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"} # it forks
        result = subprocess.run(
            ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups",
             PROMFILE, "-d", "-q", "-c", config], capture_output=True, text=True, timeout=20,
            env={**os.environ, **no_leaks},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)), check=False)
        self.assertEqual((result.returncode, result.stderr),
                         (1, "promfile: error: the command it failed: cannot run true: fork: Resource "
                          "temporarily unavailable\n"))

    def test_output_that_is_not_a_document(self):
        for script, sentence in (
                ("true", "the command it printed nothing"),
                ("echo; echo why >&2", "the command it printed nothing; the command says: why"),
                ("echo 12:00 up", "the output of it is not XML: it:1:1: there is text before the root element"),
                ("echo '{}'", "the output of it is not XML: cannot read it: it is JSON, and promfile reads XML"),
                ("echo '<s>'", "cannot read the output of it: it:2:1: the file ends, but <s> is still open"),
                ("printf '\\377\\376<\\000s'", "cannot read the output of it: it:1:")):
            result = self.shell(script)
            self.assertEqual(result.returncode, 1)
            self.assertTrue(result.stderr.startswith(f"promfile: error: {sentence}"), result.stderr)

    def test_words_for_a_shell(self):
        for command in (["cat", "/dev/null", "|", "sort"], ["echo", "<s/>", "&&", "true"]):
            result = self.run_it("-d", "-q", "-c", self.configuration(command))
            self.assertEqual(result.returncode, 1)
            self.assertIn(f'; its argument "{command[2]}" has a meaning only to a shell: write command = '
                          '["sh", "-c", "..."]', result.stderr)
        result = self.run_it("-d", "-q", "-c", self.configuration(["cat", "/nonexistent"]))
        self.assertNotIn("shell", result.stderr)

    def test_a_command_in_place_of_a_file(self):
        for store, command in (("uptime", '"uptime"'), ("/usr/bin/cat /x", '"cat", "..."')):
            result = self.run_it("-d", "-q", store)
            self.assertIn(f"store = {{ command = [{command}] }}", result.stderr)
        for store in ("/nonexistent/app.xml", "no such.xml", ".", "sort/x"):
            self.assertNotIn("command", self.run_it("-d", "-q", store).stderr)

    # The end of promfile.

    def test_promfile_is_killed(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            config = self.configuration(["sh", "-c", 'trap "" TERM INT; sleep 987.5 & sleep 987.5'])
            with subprocess.Popen([PROMFILE, "-d", "-c", config], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, start_new_session=True,
                                  preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
                                  ) as process: # a shell's background jobs ignore SIGINT
                until = time.monotonic() + 5
                while time.monotonic() < until and sum(
                        command_line(pid)[1:] == [b"987.5"]
                        for pid in filter(str.isdigit, os.listdir("/proc"))) < 2:
                    time.sleep(0.01)
                self.assertLess(time.monotonic(), until)
                process.send_signal(number)
                # Nobody holds the streams of promfile open.
                process.communicate(timeout=5)
            self.nothing_is_left("987.5")

    def test_no_zombies(self):
        # Two commands, then the sensors: when promfile is at the second, the first is reaped.
        script = f'echo "{DOCUMENT}"'
        words = f'["sh", "-c", {toml(script)}]'
        look = ('for c in $(cat /proc/$PPID/task/$PPID/children); do '
                'read -r line < /proc/$c/stat; case $line in *") Z "*) exit 9;; esac; done; '
                'set -- $(cat /proc/$PPID/task/$PPID/children); [ $# -eq 2 ] || exit 8; ')
        path = self.directory / "app.toml"
        path.write_text(f'store = [{{ command = {words} }}, {{ command = ["sh", "-c", '
                        f'{toml(look + script)}], name = "two" }}]\n{RULES}')
        path.chmod(0o644)
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", str(path))),
                         ['r{path="sh"} 2', 'r{path="two"} 2'])

    # The run around it.

    def test_published(self):
        config = self.configuration(
            ["sh", "-c", f'[ ! -e {self.directory}/fail ] && echo "{DOCUMENT}"'])
        self.assertEqual(self.run_it("-c", config).stderr, "")
        text = (self.out / "app.prom").read_text()
        for line in (ROWS, 'promfile_store_success{file="app.prom",path="it"} 1',
                     'promfile_rows_read{file="app.prom",path="it"} 2'):
            self.assertIn(line + "\n", text)
        for name in ("promfile_store_mtime_seconds", "promfile_store_size_bytes",
                     "promfile_oldest_store_mtime_seconds"):
            self.assertNotIn(name + "{", text)
        (self.directory / "fail").touch()
        self.assertEqual(self.run_it("-c", config).returncode, 1)
        text = (self.out / "app.prom").read_text()
        for line in (ROWS, 'promfile_store_success{file="app.prom",path="it"} 0'):
            self.assertIn(line + "\n", text)

    def test_source_and_file(self):
        config = self.configuration(["echo", DOCUMENT], rules="""
[[metric]]
name = "a"
source = "it"
labels = { file = "$file" }
[[metric]]
name = "b"
source = "*.xml"
on-empty = "ok"
""")
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", config)),
                         ['a{file="it"} 2'])

    def test_check_and_debug(self):
        config = self.configuration(["sh", "-c", f'echo "{DOCUMENT}"'])
        result = self.run_it("--check", "-c", config)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("r  gauge      1 series  2 rows", result.stdout)
        result = self.run_it("-d", "-c", config)
        self.assertIn(f"  command   sh -c 'echo \"{DOCUMENT}\"'\n".replace("'1'", "'\\''1'\\''")
                      .replace("'2'", "'\\''2'\\''"), result.stderr)
        config = self.configuration(["sh", "-c", "echo why >&2; exit 1"])
        result = self.run_it("--check", "-c", config)
        self.assertEqual((result.returncode, result.stderr),
                         (1, "promfile: error: the command it failed: its exit status is 1; the command "
                          "says: why\n"))

    def test_printed_rules_run(self):
        config = self.configuration(["sh", "-c", f'[ "$A" = "a b" ] && echo "{DOCUMENT}"'],
                                    ", timeout = 2.5, environment = { A = 'a b' }")
        printed = self.directory / "printed.toml"
        printed.write_text(self.run_it("--print-rules", "-c", config).stdout)
        printed.chmod(0o644)
        self.assertIn("timeout = 2.5", printed.read_text())
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", str(printed))), [ROWS])

    def test_suggest(self):
        config = self.configuration(["echo", DOCUMENT.replace("r ", "q ")])
        result = self.run_it("--suggest", "-c", config)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("/s/q", result.stdout)

    def test_configuration_of_others(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        config = self.configuration(["echo", DOCUMENT])

        def refused(path, why):
            result = self.run_it("-d", "-q", "-c", path)
            self.assertEqual((result.returncode, result.stderr), (
                2, f"promfile: error: {path} has commands, which would run with the rights of "
                f"root or with capabilities: only root may be able to change it, and {why}\n"))
        for mode in (0o664, 0o646):
            os.chmod(config, mode)
            refused(config, f"{config} can be written by others (chmod g-w,o-w)")
        os.chmod(config, 0o644)
        os.chown(config, 65534, 0)
        refused(config, f"{config} belongs to user 65534 (chown root)")
        os.chown(config, 0, 0)
        self.directory.chmod(0o777)
        refused(config, f"{self.directory} can be written by others (chmod g-w,o-w)")
        self.directory.chmod(0o1777)
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", config)), [ROWS])
        self.directory.chmod(0o755)
        # A link counts with the directory in which it lies.
        theirs = self.directory / "theirs"
        theirs.mkdir()
        os.chown(theirs, 65534, 65534)
        (theirs / "link.toml").symlink_to("../app.toml")
        (self.directory / "way").symlink_to("theirs/link.toml")
        refused(str(self.directory / "way"), f"{theirs} belongs to user 65534 (chown root)")
        # Without more rights than its user, promfile runs any given command.
        os.chown(config, 65534, 65534)
        if shutil.which("setpriv"):
            result = subprocess.run(
                ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                 "--inh-caps=-all", PROMFILE, "-d", "-q", "-c", config],
                capture_output=True, text=True, timeout=20, check=False)
            self.assertEqual(self.series(result), [ROWS])
        # Stores on the command line replace the stores of the configuration.
        (self.directory / "store.xml").write_text(DOCUMENT)
        self.assertEqual(self.series(self.run_it("-d", "-q", "-c", config, "store.xml")),
                         [ROWS.replace("it", "store.xml")])


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=0).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
