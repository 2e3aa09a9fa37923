"""Shared by the fault tests: the program under test, cases, and their count.

A test script is run as `NAME_test.py PUBLISHER`, where `PUBLISHER DIR NAME` publishes the
exposition text on its stdin as DIR/NAME.prom. It runs as root in a mount namespace of its own
where it may; without that a case that needs it is skipped, but with CI=true it fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

PUBLISHER = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else None
TIME_LIMIT = 30  # seconds for any one program


class Skipped(Exception):
    pass


def enter_mount_namespace():
    """Starts the script again in a mount namespace, so that no mount outlives it."""
    if PUBLISHER is None:
        sys.exit(f"usage: {os.path.basename(sys.argv[0])} PUBLISHER")
    if os.geteuid() == 0 and "FAULTS_UNSHARED" not in os.environ:
        if subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL).returncode == 0:
            os.environ["FAULTS_UNSHARED"] = "1"
            os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])


def need_program(*names):
    for name in names:
        if shutil.which(name) is None:
            raise Skipped(f"{name} is not installed")


def need_mounts():
    if "FAULTS_UNSHARED" not in os.environ:
        raise Skipped("needs root and a mount namespace")


def need_strace():
    need_program("strace")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skipped("strace may not trace here")


def text(value, help_text="A test value.", name="fault_value", label="a"):
    return (f"# HELP {name} {help_text}\n# TYPE {name} gauge\n"
            f'{name}{{file="{label}"}} {value}\n')


OLD, NEW = text(1), text(2)


def publish(directory, name, exposition, before=(), program=PUBLISHER):
    """Runs the publisher, with the words of `before` in front of its command; the result has returncode and stderr."""
    return subprocess.run([*before, program, directory, name], input=exposition, text=True,
                          stderr=subprocess.PIPE, stdout=subprocess.PIPE, timeout=TIME_LIMIT)


def trace(directory, log, *options):
    """Publishes NEW under strace, which writes the calls to a file."""
    return publish(directory, "app", NEW, ["strace", "-f", "-qq", "-o", log, *options])


def published(directory, name, exposition):
    result = publish(directory, name, exposition)
    assert result.returncode == 0, result.stderr
    return read(directory, name)


def read(directory, name):
    with open(os.path.join(directory, name + ".prom"), "rb") as file:
        return file.read()


def write(directory, name, content):
    path = os.path.join(directory, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    return path


def temporary_files(directory):
    return [name for name in os.listdir(directory) if name.endswith(".tmp")]


def equal(got, wanted):
    assert got == wanted, f"got {got!r}, wanted {wanted!r}"


def run(cases):
    """Runs each case with a directory of its own, prints the failures and the count, and exits."""
    passed = failed = skipped = 0
    for case in cases:
        directory = tempfile.mkdtemp(prefix="promfile-fault-")
        os.chmod(directory, 0o755)
        begun = time.monotonic()
        try:
            case(directory)
            passed += 1
        except Skipped as reason:
            if os.environ.get("CI") == "true":
                failed += 1
                print(f"FAILED {case.__name__}: {reason}, and nothing may be skipped in CI")
            else:
                skipped += 1
                print(f"skipped {case.__name__}: {reason}")
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            failed += 1
            print(f"FAILED {case.__name__}: {type(error).__name__}: {error}")
        finally:
            if "-v" in sys.argv:
                print(f"{case.__name__}: {time.monotonic() - begun:.1f} s")
            subprocess.run(["umount", "-q", directory], stderr=subprocess.DEVNULL)
            shutil.rmtree(directory, ignore_errors=True)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)
