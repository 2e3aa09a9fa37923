#!/usr/bin/python3
"""clang-tidy 14 has nothing to say about src/, by the checks of .clang-tidy. Names that are reserved
to the compiler are left to clang's own -Wreserved-identifier, which is many times as fast.

    tests/style/clang_tidy.py BUILD-DIRECTORY

The sources of a folder are checked as one text, since most of the time goes into the headers that
they share. A folder is checked again only when a source, a header of src/ that one includes, or
.clang-tidy has changed since it was last found clean; the build directory remembers that."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
TIDY = "clang-tidy-14"
# The analyzer follows calls into small functions only: otherwise it takes 70 % of the time.
ANALYZER = ["-Xclang", "-analyzer-config", "-Xclang", "mode=shallow"]


def included(path, seen):
    """The file and the files of src/ that it includes, directly or through other files."""
    if path in seen or not path.exists():
        return
    seen.add(path)
    for name in re.findall(r'^#include "(.+)"', path.read_text(), re.M):
        included(TOP / "src" / name, seen)


def state(sources):
    """A hash of everything on which the verdict on sources depends."""
    files = set()
    for source in sources:
        included(source, files)
    text = b"".join(file.read_bytes() for file in [TOP / ".clang-tidy", pathlib.Path(__file__), *sorted(files)])
    return hashlib.sha256(text).hexdigest()


def flags(command):
    """The arguments of GCC that clang needs to parse the file. Precompiled headers are GCC's own, and
    fmt need not be compiled again for each file."""
    words = [word for word in shlex.split(command)
             if re.match(r"-I|-D|-std", word) and not word.startswith("-DFMT_HEADER_ONLY")]
    return words + [f"-isystem{path}" for path in re.findall(r"-isystem (\S+)", command)]


def with_own_places(said, path, sources):
    """Messages about the joint text, with the places of its sources."""
    def own(match):
        line = int(match[1])
        for source in sources:
            count = source.read_text().count("\n")
            if line <= count:
                return f"{source.relative_to(TOP)}:{line}:"
            line -= count
        return match[0]
    return re.sub(re.escape(str(path)) + r":(\d+):", own, said)


def check(folder):
    path, sources, command = folder
    path.write_text("".join(source.read_text() for source in sources))
    result = subprocess.run([TIDY, "--quiet", f"--config-file={TOP / '.clang-tidy'}", path, "--", *flags(command),
                             *ANALYZER], cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = result.stdout + (result.stderr if result.returncode and not result.stdout else "")
    return with_own_places(said, path, sources)


def main():
    if not shutil.which(TIDY):
        print(f"skipped: {TIDY} is not installed")
        return 77
    build = pathlib.Path(sys.argv[1]).resolve()
    clean = build / "clang-tidy"
    clean.mkdir(exist_ok=True)
    folders = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(TOP / "src"):
            sources, _ = folders.setdefault(path.parent, (set(), entry["command"]))
            sources.add(path)
    wanted = []
    for path, (sources, command) in folders.items():
        stamp = clean / state(sources)
        if not stamp.exists():
            wanted.append((stamp, (clean / f"{path.name}.cpp", sorted(sources), command)))
    wanted.sort(key=lambda folder: len(folder[1][1]), reverse=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for (stamp, _), said in zip(wanted, pool.map(check, [folder for _, folder in wanted])):
            if said:
                failed += 1
                print(said)
            else:
                stamp.touch()
    print(f"{int(not failed)} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
