#!/usr/bin/python3
"""Publishing under faults of the real system: whatever happens, the target is the old file or the
new one, whole, and no temporary file survives the next run."""

import os
import re
import shutil
import stat
import subprocess
import tempfile

from harness import (NEW, OLD, PUBLISHER, Skipped, enter_mount_namespace, equal, need_mounts, need_program,
                     need_strace, publish, published, read, run, text, trace)


def refused(directory, name, words, before=(), exposition=NEW, program=PUBLISHER):
    """The publisher fails with status 1 and one line that holds all the words."""
    result = publish(directory, name, exposition, before, program)
    equal(result.returncode, 1)
    lines = result.stderr.splitlines()
    equal(len(lines), 1)
    for word in words:
        assert word in lines[0], f"no {word!r} in {lines[0]!r}"


def check_refuses(directory, words):
    """promfile --check tells what publishing would tell, and there is nothing to find out by a run."""
    program = os.environ.get("PROMFILE")
    if program is None:
        raise Skipped("PROMFILE is not set")
    result = subprocess.run([program, "--check", "-o", directory, "-n", "app", "-"], input="<s><r/></s>", text=True,
                            stderr=subprocess.PIPE, stdout=subprocess.PIPE, timeout=60, check=False)
    equal(result.returncode, 1)
    for word in words:
        assert word in result.stderr, f"no {word!r} in {result.stderr!r}"


def old_stands(directory, old):
    equal(read(directory, "app"), old)
    equal(os.listdir(directory), ["app.prom"])


def test_order_of_system_calls(directory):
    need_strace()
    published(directory, "app", OLD)
    log = directory + ".strace"
    result = trace(directory, log, "-y", "-e",
                   "trace=openat,write,fchmod,fsync,rename,renameat,renameat2,unlink,unlinkat,"
                   "ftruncate,truncate,flock")
    equal(result.returncode, 0)
    with open(log, encoding="utf-8") as file:
        calls = file.read()
    os.unlink(log)
    temporary = r'[^"\n]*\.app\.prom\.[0-9a-f]{16}\.tmp'
    steps = [
        rf'flock\(\d+<{directory}>, LOCK_EX',
        rf'openat\([^\n]*"{temporary}", [^\n]*O_CREAT\|O_EXCL',
        rf'flock\(\d+<{temporary}>, LOCK_EX\|LOCK_NB',
        rf'write\(\d+<{temporary}>',
        rf'fchmod\(\d+<{temporary}>, 0644',
        rf'fsync\(\d+<{temporary}>',
        rf'rename[a-z0-9]*\([^\n]*"{temporary}", [^\n]*app\.prom"',
        rf'fsync\(\d+<{directory}>',
    ]
    at = 0
    for step in steps:
        found = re.compile(step).search(calls, at)
        assert found, f"no {step} after the earlier steps in\n{calls}"
        at = found.end()
    assert "unlink" not in calls and "truncate" not in calls, calls
    assert 'app.prom", O_WRONLY' not in calls and 'app.prom", O_RDWR' not in calls, calls


def test_full_file_system(directory):
    need_mounts()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory], check=True)
    os.chmod(directory, 0o755)
    old = published(directory, "app", OLD)
    many = "".join(text(i, label=str(i)) if i == 0 else text(i, label=str(i)).splitlines()[2] + "\n"
                   for i in range(5000))
    refused(directory, "app", [directory, "No space left on device", "free some space"],
            exposition=many)
    old_stands(directory, old)


def test_read_only_file_system(directory):
    need_mounts()
    old = published(directory, "app", OLD)
    subprocess.run(["mount", "--bind", directory, directory], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", directory], check=True)
    refused(directory, "app", [directory, "Read-only file system", "-o"])
    old_stands(directory, old)
    check_refuses(directory, [directory, "Read-only file system", "-o"])


def test_bind_mounted_file(directory):
    need_mounts()
    old = published(directory, "app", OLD)
    path = os.path.join(directory, "app.prom")
    subprocess.run(["mount", "--bind", path, path], check=True)
    try:
        refused(directory, "app", [path, "Device or resource busy", "mount its directory"])
        old_stands(directory, old)
        check_refuses(directory, [path, "Device or resource busy", "mount its directory"])
    finally:
        subprocess.run(["umount", path], check=True)


def test_unwritable_directory(directory):
    need_program("setpriv")
    if os.geteuid() != 0:
        raise Skipped("needs root")
    old = published(directory, "app", OLD)
    with tempfile.TemporaryDirectory() as reachable:  # the build directory may not be
        os.chmod(reachable, 0o755)
        program = shutil.copy(PUBLISHER, reachable)
        refused(directory, "app", [directory, "Permission denied", "user"],
                ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"],
                program=program)
    old_stands(directory, old)


def test_missing_directory(directory):
    missing = os.path.join(directory, "none")
    refused(missing, "app", [missing, "No such file or directory", "create", "-o"])
    equal(os.listdir(directory), [])


def test_target_is_a_directory(directory):
    os.mkdir(os.path.join(directory, "app.prom"))
    refused(directory, "app", ["app.prom", "is a directory", "-n"])
    equal(os.listdir(directory), ["app.prom"])


def test_target_is_a_fifo(directory):
    os.mkfifo(os.path.join(directory, "app.prom"))
    refused(directory, "app", ["app.prom", "not a regular file", "-n"])
    assert stat.S_ISFIFO(os.stat(os.path.join(directory, "app.prom")).st_mode)


def test_target_is_a_link(directory):
    os.symlink("elsewhere", os.path.join(directory, "app.prom"))
    refused(directory, "app", ["app.prom", "symbolic link", "-n"])
    equal(os.readlink(os.path.join(directory, "app.prom")), "elsewhere")


def test_target_of_somebody_else(directory):
    with open(os.path.join(directory, "app.prom"), "w", encoding="ascii") as file:
        file.write(OLD)
    refused(directory, "app", ["app.prom", "did not write it", "remove it", "-n"])
    old_stands(directory, OLD.encode())


def bytes_read(directory, log):
    """How many bytes of app.prom the publisher read, and its result."""
    path = os.path.join(directory, "app.prom")
    result = trace(directory, log, "-P", path, "-e", "trace=read,pread64,readv")
    with open(log, encoding="utf-8") as file:
        count = sum(int(line.rsplit("= ", 1)[1].split()[0]) for line in file if "= " in line)
    os.unlink(log)
    return count, result


def test_target_of_somebody_else_is_judged_by_its_first_line(directory):
    need_strace()
    path = os.path.join(directory, "app.prom")
    os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 8 << 30)
    count, result = bytes_read(directory, directory + ".strace")
    equal(result.returncode, 1)
    assert "did not write it" in result.stderr, result.stderr
    assert 0 < count <= 4096, f"{count} bytes read"


def test_a_large_target_is_read_in_part(directory):
    need_strace()
    published(directory, "app", OLD)
    with open(os.path.join(directory, "app.prom"), "ab") as file:
        for _ in range(80):
            file.write(b"#" + b"-" * ((1 << 20) - 2) + b"\n")
    count, result = bytes_read(directory, directory + ".strace")
    equal(result.returncode, 0)
    assert "app.prom is larger than 64 MiB" in result.stderr, result.stderr
    assert 64 << 20 <= count < 65 << 20, f"{count} bytes read"
    equal(os.listdir(directory), ["app.prom"])
    assert b"fault_value" in read(directory, "app")


def test_target_that_cannot_be_read(directory):
    """The old file may well be the good one: nothing advises to remove it."""
    need_strace()
    old = published(directory, "app", OLD)
    path = os.path.join(directory, "app.prom")
    for call in ("openat", "pread64", "read", "newfstatat"):
        result = trace(directory, "/dev/null", "-P", path, "-P", "app.prom", "-e", "trace=" + call,
                       "-e", f"inject={call}:error=EIO:when=1")
        equal(result.returncode, 1)
        assert path in result.stderr and "Input/output error" in result.stderr, result.stderr
        assert "remove" not in result.stderr and "write it" not in result.stderr, result.stderr
        old_stands(directory, old)


def test_target_that_may_not_be_read(directory):
    need_strace()
    old = published(directory, "app", OLD)
    path = os.path.join(directory, "app.prom")
    result = trace(directory, "/dev/null", "-P", path, "-P", "app.prom", "-e", "trace=openat", "-e",
                   "inject=openat:error=EACCES:when=1")
    equal(result.returncode, 1)
    assert "it may be somebody else's" in result.stderr and "a user who may read it" in result.stderr, result.stderr
    old_stands(directory, old)


def test_neighbour_that_cannot_be_examined(directory):
    need_strace()
    published(directory, "other", OLD)
    path = os.path.join(directory, "other.prom")
    for call in ("openat", "newfstatat", "read"):
        result = trace(directory, "/dev/null", "-P", path, "-e", "trace=" + call, "-e",
                       f"inject={call}:error=EIO:when=1")
        equal(result.returncode, 0)
        equal(result.stderr, f"promfile: warning: cannot compare with {path}: Input/output error\n")


def test_temporary_file_that_a_sweep_has_locked(directory):
    """Another one is made, since the sweep is about to remove the first."""
    need_strace()
    log = directory + ".strace"
    result = trace(directory, log, "-e", "trace=openat,flock,unlinkat,/^rename", "-e",
                   "inject=flock:error=EAGAIN:when=2")
    with open(log, encoding="utf-8") as file:
        calls = file.read()
    os.unlink(log)
    equal(result.returncode, 0)
    made = re.findall(r'openat\([^\n]*"(\.app\.prom\.[^"]*\.tmp)", [^\n]*O_CREAT', calls)
    equal(len(made), 2)
    assert re.search(rf'unlinkat\([^\n]*"{made[0]}"', calls), calls
    assert re.search(rf'rename[a-z0-9]*\([^\n]*"{made[1]}"', calls), calls
    equal(os.listdir(directory), ["app.prom"])


def test_a_lock_that_fails(directory):
    need_strace()
    published(directory, "app", OLD)
    result = trace(directory, "/dev/null", "-P", directory, "-e", "trace=flock", "-e",
                   "inject=flock:error=ENOLCK")
    equal(result.returncode, 0)
    assert f"cannot lock {directory}: No locks available" in result.stderr, result.stderr


def test_umask(directory):
    before = os.umask(0o077)
    try:
        published(directory, "app", NEW)
    finally:
        os.umask(before)
    equal(stat.S_IMODE(os.stat(os.path.join(directory, "app.prom")).st_mode), 0o644)


def test_failing_system_calls(directory):
    """Each call of the publication fails once, by its place in the run."""
    need_strace()
    old = published(directory, "app", OLD)
    faults = [("fsync", "EIO", 1), ("fsync", "ENOSPC", 1), ("write", "ENOSPC", 1),
              ("write", "EDQUOT", 1), ("fchmod", "EPERM", 1), ("/^rename", "EBUSY", 1),
              ("/^rename", "EACCES", 1)]
    for call, error, when in faults:
        result = trace(directory, "/dev/null", "-e", "trace=" + call, "-e",
                       f"inject={call}:error={error}:when={when}")
        assert result.returncode == 1, f"{call} {error}: status {result.returncode}"
        equal(len(result.stderr.splitlines()), 1)
        assert directory in result.stderr, result.stderr
        old_stands(directory, old)
    result = trace(directory, "/dev/null", "-e", "trace=fsync", "-e",
                   "inject=fsync:error=EIO:when=2")
    equal(result.returncode, 0)  # the directory's: the file is replaced all the same
    assert "warning" in result.stderr and "power cut" in result.stderr, result.stderr
    assert read(directory, "app") != old


def test_short_and_interrupted_writes(directory):
    need_strace()
    new = published(directory, "app", NEW)
    for fault in ("error=EINTR:when=1", "error=EINTR:when=1..3"):
        published(directory, "app", OLD)
        result = trace(directory, "/dev/null", "-e", "trace=write", "-e", "inject=write:" + fault)
        equal((result.returncode, result.stderr), (0, ""))
        equal(read(directory, "app"), new)


if __name__ == "__main__":
    enter_mount_namespace()
    run([value for name, value in sorted(globals().items()) if name.startswith("test_")])
