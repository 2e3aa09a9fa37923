"""The TypeScript compiler, and types that npm publishes, for tests of files that other programs read."""

import os
import shutil
import subprocess

from stack_files import ROOT

TYPESCRIPT = "typescript@5.9.3"

# An enum of a schema is a text in JSON, so texts of the values of an enum stand for it.
JSON_TYPE = """\
type Json<T> = T extends string ? `${T}` : T extends (infer U)[] ? Json<U>[]
  : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
"""


class Skipped(Exception):
    pass


def installed(name, *packages):
    """The directory of build/ whose node_modules has the packages; their npm names and versions."""
    directory = os.path.join(ROOT, "build", "npm", name)
    if not os.path.isdir(os.path.join(directory, "node_modules", "typescript")):
        if shutil.which("npm") is None:
            raise Skipped("npm is not installed")
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, "package.json"), "w", encoding="utf-8") as file:
            file.write("{}\n")
        result = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages, TYPESCRIPT],
            cwd=directory, text=True, timeout=180, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            shutil.rmtree(directory)
            raise Skipped(f"npm cannot install {' '.join(packages)}: {result.stdout[-200:]}")
    return directory


def complaints(directory, program):
    """The messages of the compiler for a TypeScript module."""
    with open(os.path.join(directory, "checked.ts"), "w", encoding="utf-8") as file:
        file.write(program)
    result = subprocess.run(
        ["node", "node_modules/typescript/lib/tsc.js", "--noEmit", "--strict", "--skipLibCheck", "--target",
         "es2022", "--module", "esnext", "--moduleResolution", "bundler", "checked.ts"],
        cwd=directory, text=True, timeout=300, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return "" if result.returncode == 0 else result.stdout


def run(cases):
    """The exit status of a part: each case is a function with its arguments."""
    passed = failed = skipped = 0
    for test, *arguments in cases:
        try:
            test(*arguments)
            passed += 1
        except Skipped as reason:
            skipped += 1
            print(f"skipped: {reason}")
        except AssertionError as error:
            failed += 1
            print(f"FAILED {test.__name__} {' '.join(arguments)}: {error}")
    if skipped and not passed and not failed:
        return 77
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0
