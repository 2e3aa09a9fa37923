#!/usr/bin/python3
"""Runs a unit's command below a root directory under the unit's own restrictions.

Usage: sandbox.py UNIT-FILE ROOT [COMMAND ARGUMENT...]

For places where no service manager runs: what systemd would do for each directive of the [Service]
section is done by hand here, with namespaces, mounts, capabilities and a seccomp filter
(systemd.exec(5) says what is what). A directive that this does not know is an error, so that none
is believed to be proved that is not. Runs as root, in namespaces of its own for mounts, network,
IPC and host name (unshare --mount --net --ipc --uts). COMMAND replaces the unit's ExecStart.
"""

import errno
import os
import resource
import shlex
import shutil
import subprocess
import sys

import ctypes
import seccomp

NAMESPACES = 0x7E020080  # CLONE_NEW* of linux/sched.h
SETID_BITS = 0o6000
LAST_CAPABILITY = "/proc/sys/kernel/cap_last_cap"
CAPABILITIES = {"CAP_DAC_OVERRIDE": 1, "CAP_DAC_READ_SEARCH": 2}
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38

# They limit when the service manager starts or ends a process, or its access from outside.
OF_THE_MANAGER = {
    "Type", "ExecCondition", "TimeoutStartSec", "KillMode", "DevicePolicy", "IPAddressDeny",
    "KeyringMode", "SyslogLevel", "LogLevelMax", "MemoryMax", "TasksMax", "RemoveIPC",
}

# Directives of which it does one value, the last of the unit.
ONLY = {"User": "root", "Group": "root", "PrivateUsers": "no"}


# System calls that a directive takes away whole.
TAKEN = {
    "LockPersonality": ["personality"],
    "ProtectClock": ["@clock"],
    "ProtectHostname": ["sethostname", "setdomainname"],
    "ProtectKernelLogs": ["syslog"],
    "ProtectKernelModules": ["@module"],
    "PrivateDevices": ["@raw-io"],
    "RestrictNamespaces": ["unshare", "setns"],
    "RestrictRealtime": ["sched_setscheduler"],
}

# System calls that it allows where the masked argument is one of the values.
NARROWED = {
    "MemoryDenyWriteExecute": [
        ("mmap", 2, 6, (0, 2, 4)), ("mprotect", 2, 4, (0,)), ("pkey_mprotect", 2, 4, (0,)),
        ("shmat", 2, 0o100000, (0,)),
    ],
    "RestrictNamespaces": [("clone", 0, NAMESPACES, (0,))],
    "RestrictSUIDSGID": [
        ("chmod", 1, SETID_BITS, (0,)), ("fchmod", 1, SETID_BITS, (0,)),
        ("fchmodat", 2, SETID_BITS, (0,)), ("open", 2, SETID_BITS, (0,)),
        ("openat", 3, SETID_BITS, (0,)), ("creat", 1, SETID_BITS, (0,)),
        ("mkdir", 1, SETID_BITS, (0,)), ("mkdirat", 2, SETID_BITS, (0,)),
        ("mknod", 1, SETID_BITS, (0,)), ("mknodat", 2, SETID_BITS, (0,)),
    ],
}

# System calls that are answered in another way than SystemCallErrorNumber=.
ANSWERED = {
    "RestrictNamespaces": [("clone3", errno.ENOSYS)],
    "RestrictSUIDSGID": [("openat2", errno.ENOSYS)],
    "RestrictAddressFamilies": [("socket", errno.EAFNOSUPPORT)],
}


def service_section(path):
    section, directives = "", []
    for line in open(path):
        line = line.strip()
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            directives.append((name, value))
    return directives


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


class Sandbox:
    def __init__(self, directives, root):
        self.directives = directives
        self.root = root
        self.values = dict(directives)
        self.groups = self.syscall_groups()

    def syscall_groups(self):
        listing = subprocess.run(["chroot", self.root, "systemd-analyze", "--no-pager",
                                  "syscall-filter"], check=True, capture_output=True, text=True)
        groups, group = {}, ""
        for line in listing.stdout.splitlines():
            word = line.strip()
            if line.startswith("@"):
                group = groups.setdefault(word, [])
            elif line.startswith("# "):  # calls of this kernel that are in no group
                break
            elif word and not word.startswith("#"):
                group.append(word)
        return groups

    def calls(self, words):
        found = set()
        for word in words:
            found |= self.calls(self.groups[word]) if word.startswith("@") else {word}
        return found

    def on(self, directive):
        return self.values.get(directive) in ("yes", "true")

    # ProtectSystem=strict: everything is read-only but for the API file systems and what
    # ReadWritePaths= names.
    def mounts(self):
        mount("--bind", self.root, self.root)
        writable = []
        for name, value in self.directives:
            if name == "ReadWritePaths":
                for path in value.split():
                    inside = self.root + path.lstrip("-")
                    if path.startswith("-") and not os.path.exists(inside):
                        continue
                    mount("--bind", inside, inside)
                    writable.append(inside)
        if self.values.get("ProtectSystem") == "strict":
            mount("-o", "remount,bind,ro", self.root)
        for path in writable:
            mount("-o", "remount,bind,rw", path)
        if self.on("PrivateDevices"):
            dev = self.root + "/dev"
            mount("-t", "tmpfs", "-o", "mode=0755,nosuid,noexec", "tmpfs", dev)
            for name, minor in (("null", 3), ("zero", 5), ("full", 7), ("random", 8),
                                ("urandom", 9)):
                os.mknod(f"{dev}/{name}", 0o20666, os.makedev(1, minor))
                os.chmod(f"{dev}/{name}", 0o666)
            mount("-o", "remount,ro,nosuid,noexec", dev)
        options = ["ro"]
        if self.values.get("ProtectProc"):
            options.append("hidepid=" + self.values["ProtectProc"])
        if self.values.get("ProcSubset") == "pid":
            options.append("subset=pid")
        mount("-t", "proc", "-o", ",".join(options), "proc", self.root + "/proc")
        if self.on("ProtectKernelTunables"):
            mount("-t", "sysfs", "-o", "ro", "sysfs", self.root + "/sys")

    def capabilities(self):
        kept = {CAPABILITIES[name] for name in self.values["CapabilityBoundingSet"].split()}
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in range(int(open(LAST_CAPABILITY).read()) + 1):
            if capability not in kept and libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), f"cannot drop capability {capability}")
        if self.on("NoNewPrivileges") and libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot set no_new_privs")

    def filter(self):
        denied = getattr(errno, self.values["SystemCallErrorNumber"])
        result = seccomp.SyscallFilter(seccomp.ERRNO(denied))
        allowed = self.calls(["@default", "execve"])
        for name, value in self.directives:
            if name == "SystemCallFilter" and value.startswith("~"):
                allowed -= self.calls(value[1:].split())
            elif name == "SystemCallFilter":
                allowed |= self.calls(value.split())
        allowed |= self.calls(["execve"])
        for directive, words in TAKEN.items():
            if self.on(directive):
                allowed -= self.calls(words)
        rules = {}
        for directive, calls in NARROWED.items():
            if self.on(directive):
                rules.update({call[0]: call for call in calls})
        for directive, calls in ANSWERED.items():
            if self.values.get(directive) in ("yes", "none"):
                for call, answer in calls:
                    allowed.discard(call)
                    result.add_rule(seccomp.ERRNO(answer), call)
        for call in sorted(allowed):
            try:
                if call not in rules:
                    result.add_rule(seccomp.ALLOW, call)
                    continue
                _, argument, mask, values = rules[call]
                for value in values:
                    result.add_rule(seccomp.ALLOW, call,
                                    seccomp.Arg(argument, seccomp.MASKED_EQ, mask, value))
            except RuntimeError:
                pass  # no call of this architecture
        return result

    def known(self):
        of_this = {
            "ExecStart", "CapabilityBoundingSet", "NoNewPrivileges", "ProtectSystem",
            "ReadWritePaths", "ProtectHome", "UMask", "Nice", "PrivateIPC", "PrivateMounts",
            "PrivateNetwork", "ProtectControlGroups", "ProtectKernelTunables", "ProtectProc",
            "ProcSubset", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber",
        }
        of_this |= {"IOSchedulingClass", "OOMScoreAdjust", "LimitDATA"}
        return of_this | OF_THE_MANAGER | set(ONLY) | set(TAKEN) | set(NARROWED) | set(ANSWERED)

    def run(self, command):
        unknown = [name for name, _ in self.directives if name not in self.known()]
        if unknown:
            raise SystemExit(f"sandbox.py does not know {', '.join(unknown)}")
        for name, value in ONLY.items():
            if self.values.get(name, value) != value:
                raise SystemExit(f"sandbox.py does {name}={value} alone")
        syscalls = self.filter()
        self.mounts()
        os.umask(int(self.values["UMask"], 8))
        os.nice(int(self.values["Nice"]))
        subprocess.run(["ionice", "-c", self.values["IOSchedulingClass"], "-p", str(os.getpid())],
                       check=True)
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write(self.values["OOMScoreAdjust"])
        data = int(self.values["LimitDATA"].rstrip("M")) << 20
        resource.setrlimit(resource.RLIMIT_DATA, (data, data))
        os.environ.clear()
        os.environ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        self.capabilities()
        os.chroot(self.root)
        os.chdir("/")
        program = shutil.which(command[0])
        syscalls.load()
        os.execv(program, command)


def main():
    directives = service_section(sys.argv[1])
    command = sys.argv[3:] or shlex.split(dict(directives)["ExecStart"])
    Sandbox(directives, os.path.realpath(sys.argv[2])).run(command)


main()
