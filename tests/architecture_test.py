#!/usr/bin/env python3
"""The includes of src/ against the table of folders in the README, which must have no circle;
the names of unit tests against the sources that they test; the length of files."""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
MOST_LINES = 400


def table():
    """Each folder of the README's table with the folders that its row names."""
    rows = re.findall(r"^\| `src/(\w+)` \|[^|]*\|([^|]*)\|$", (TOP / "README.md").read_text(), re.M)
    return {folder: set(names.split()) for folder, names in rows}


def reachable(folder, allowed, path=()):
    """The folders that `folder` may include, through others too."""
    if folder in path:
        sys.exit(f"the table of folders has a circle: {' -> '.join((*path, folder))}")
    found = set()
    for name in allowed[folder]:
        found |= {name} | reachable(name, allowed, (*path, folder))
    return found


def faults():
    allowed = table()
    folders = {path.parent.name for path in (TOP / "src").glob("*/*.cpp")}
    for folder in sorted(folders ^ set(allowed)):
        yield f"src/{folder} stands in the table or in the tree, not in both"
    for path in sorted((TOP / "src").glob("*.[ch]pp")):
        if path.name != "main.cpp":
            yield f"src/{path.name} belongs into a folder"
    for folder in sorted(folders & set(allowed)):
        permitted = reachable(folder, allowed) | {folder}
        for path in sorted((TOP / "src" / folder).glob("*.[ch]pp")):
            for included in re.findall(r'^#include "(\w+)/', path.read_text(), re.M):
                if included not in permitted:
                    yield f"src/{folder}/{path.name} includes {included}/, which the table does not allow"
    yield from faults_of_tests()
    yield from faults_of_lengths()


def faults_of_tests():
    """tests/F/S_test.cpp and tests/F/S_ASPECT_test.cpp test the source src/F/S."""
    for path in sorted((TOP / "tests").glob("*/*_test.cpp")):
        words = path.name.removesuffix("_test.cpp").split("_")
        sources = [TOP / "src" / path.parent.name / "_".join(words[:count])
                   for count in range(1, len(words) + 1)]
        if not any(source.with_suffix(suffix).exists() for source in sources for suffix in (".cpp", ".hpp")):
            yield f"tests/{path.parent.name}/{path.name} names no source of src/{path.parent.name}"


def faults_of_lengths():
    """A file that a person has to know whole stays within MOST_LINES."""
    for folder in ("src", "tests", "samples"):
        for path in sorted((TOP / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".py", ".sh"):
                lines = path.read_bytes().count(b"\n")
                if lines > MOST_LINES:
                    yield f"{path.relative_to(TOP)} has {lines} lines, more than {MOST_LINES}"


found = list(faults())
print("\n".join(found))
print(f"{0 if found else 1} passed, {len(found)} failed")
sys.exit(bool(found))
