#!/usr/bin/python3
"""The manual pages and completions against the program: every option of --help and every key of the
configuration is documented, and nothing else; the examples work. PROMFILE names the binary."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROMFILE = os.path.abspath(os.environ.get("PROMFILE", TOP / "build/promfile"))
# Written from the table of options when promfile is built.
DOCUMENTS = pathlib.Path(os.environ.get("PROMFILE_DOCUMENTS",
                                        os.path.join(os.path.dirname(PROMFILE), "src/package")))
COMMAND_PAGE = DOCUMENTS / "promfile.1"
CONFIG_PAGE = TOP / "src/man/promfile.toml.5"
PAGES = (COMMAND_PAGE, CONFIG_PAGE)
ALIASES = {"--collector.textfile.directory", "--dry-run"}

passed = failed = 0


def check(what, problem):
    """A test that passed if there is no problem."""
    global passed, failed
    if problem:
        failed += 1
        print(f"FAILED: {what}: {problem}", file=sys.stderr)
    else:
        passed += 1


def difference(expected, found):
    missing = sorted(expected - found)
    extra = sorted(found - expected)
    return "; ".join(
        f"{word} {', '.join(names)}"
        for word, names in (("missing", missing), ("without counterpart", extra)) if names)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def options_of_help():
    text = run(PROMFILE, "--help").stdout
    options = set()
    for line in text.splitlines():
        if re.match(r"  +-", line):
            head = re.match(r"  +((?:-\w, )?--[\w.-]+(?: \S+)?)", line)
            options |= set(re.findall(r"(?<![\w-])--?[\w.-]+", head.group(1))) if head else set()
    return options | ALIASES


def options_of_page():
    """The options of each ".It Fl c , Fl -config Ar file"."""
    options = set()
    for line in COMMAND_PAGE.read_text().splitlines():
        if line.startswith(".It Fl "):
            options |= {"-" + name for name in re.findall(r"Fl (\S+)", line)}
            options |= {"-" + name for name in re.findall(r"(?<= , )Fl (\S+)", line)}
    return options


def options_of_bash():
    text = (DOCUMENTS / "promfile.bash").read_text()
    listing = re.search(r"compgen -W '\n\s+(-o\s.*?)'", text, re.S)
    return set(listing.group(1).split())


def options_of_zsh():
    text = (DOCUMENTS / "_promfile").read_text()
    options = set()
    for line in text.splitlines():
        names = re.match(r"\s+['\"]?(?:\([^)]*\)|\*)?['\"]?(\{[^}]*\}|--[\w-]+)", line)
        if names:
            options |= set(re.findall(r"--?[\w][\w.-]*", names.group(1)))
    return options


def keys_of_source():
    """The tables that the reader of the configuration goes by: options, whose long name is a key
    unless only the command line asks for them, and keys of rules, labels and stores."""
    text = "".join(path.read_text() for path in (TOP / "src/config").glob("*_options.hpp"))
    keys = {re.search(r'\.names = "(?:-\w,)?--([\w-]+)', option).group(1)
            for option in re.findall(r"^    \{\.group.*?\},?$", text, re.S | re.M)
            if ".target = OptionRequest::" not in option}
    for name in ("rule", "label", "store"):
        text = (TOP / f"src/config/{name}.cpp").read_text()
        for table in re.findall(r"constexpr ConfigKey<\w+> \w+\[\] = \{(.*?)\n\};", text, re.S):
            keys |= set(re.findall(r'\{"([\w-]+)", \w', table))
    return keys


def keys_of_page():
    keys = set()
    for line in CONFIG_PAGE.read_text().splitlines():
        if line.startswith(".It Va ") and "$" not in line:
            keys |= set(line[len(".It Va "):].replace(" ,", "").split())
    return keys


def literal_examples():
    return re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", CONFIG_PAGE.read_text(), re.S | re.M)


def check_examples():
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        (root / "store.xml").write_text("<store><row amount='1'/></store>")
        (root / "sys").mkdir()
        for example in literal_examples():
            if example.startswith("<"):
                continue  # a store
            if not re.search(r"\bmetric(\]\]| =)", example):  # stores of other programs: it is read, and fails at them
                (root / "app.toml").write_text(example)
                result = run(PROMFILE, "--config", str(root / "app.toml"), "--check", cwd=root)
                check(f"example {example}", result.returncode > 1 and result.stderr)
                continue
            text = re.sub(r"^(store|textfile-directory) = .*\n", "", example, flags=re.M)
            (root / "app.toml").write_text(f'store = "store.xml"\nsysfs = "sys"\n{text}')
            result = run(PROMFILE, "--config", str(root / "app.toml"), "--check", cwd=root)
            name = re.search(r'\bmetric(?:\]\]| =).*?name = "(.*?)"', text, re.S).group(1)
            check(f"example {name}", result.returncode and result.stderr)


# The results of the answers in HOW DO I, for the store at the beginning of that section.
ANSWERS = {
    "publish a state as 0 or 1": ['app_service_up{service="db"} 0', 'app_service_up{service="web"} 1'],
    "publish each state as a series": [
        'app_service_state{service="db",state="down"} 1', 'app_service_state{service="db",state="starting"} 0',
        'app_service_state{service="db",state="up"} 0', 'app_service_state{service="web",state="down"} 0',
        'app_service_state{service="web",state="starting"} 0', 'app_service_state{service="web",state="up"} 1'],
    "publish a percentage": ['app_service_used_ratio{service="db"} 0.9',
                             'app_service_used_ratio{service="web"} 0.45'],
    "publish a time": ['app_service_start_timestamp_seconds{service="db"} 1788984000',
                       'app_service_start_timestamp_seconds{service="web"} 1789028100'],
    "list the disks": ['app_disk_info{device="sda"} 1', 'app_disk_info{device="sdb"} 1'],
    "add up rows, or all stores": ["app_requests 1292"],
    "publish a counter": ['app_service_requests_total{service="db"} 88',
                          'app_service_requests_total{service="web"} 1204'],
    "get 0 for label values that no row has": [
        'app_services{state="down"} 1', 'app_services{state="failed"} 0', 'app_services{state="up"} 1'],
    "read a unit that stands beside the number": [
        'app_service_size_bytes{service="db"} 536870912', 'app_service_size_bytes{service="web"} 2147483648'],
    "read a value that follows its key": ["app_users_limit 40"],
    "make a metric of each attribute": [
        'app_service_size{service="db"} 512', 'app_service_size{service="web"} 2',
        'app_service_used{service="db"} 90', 'app_service_used{service="web"} 45'],
    "read several files of one kind": ['app_file_services{file="store.xml"} 2'],
}


def check_answers():
    text = CONFIG_PAGE.read_text()
    section = text[text.index(".Sh HOW DO I"):text.index(".Sh COMING FROM")]
    introduction, *answers = re.split(r"^\.Ss ", section, flags=re.M)
    literal = re.compile(r"^\.Bd -literal.*?\n(.*?)^\.Ed", re.S | re.M)
    found = {answer.partition("\n")[0]: rule[1] for answer in answers if (rule := literal.search(answer))}
    check("answers in promfile.toml(5)", difference(set(ANSWERS), set(found)))
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        (root / "store.xml").write_text(literal.search(introduction)[1])
        for question, rule in found.items():
            (root / "app.toml").write_text(f'store = "store.xml"\n{rule}')
            result = run(PROMFILE, "--config", str(root / "app.toml"), "-d", "-q", cwd=root)
            series = [line for line in result.stdout.splitlines() if line[:1] != "#"]
            check(f"answer to {question}", series != ANSWERS.get(question) and f"{series} {result.stderr}")


def check_rendering():
    for page in PAGES:
        lint = run("mandoc", "-T", "lint", "-W", "style", str(page))
        # Pages of other packages need not be there.
        faults = [line for line in (lint.stdout + lint.stderr).splitlines()
                  if "mandoc.db" not in line and "referenced manual not found" not in line]
        check(f"mandoc lint of {page.name}", "\n".join(faults))
        environment = dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80")
        roff = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page),
                   env=environment)
        check(f"man --warnings of {page.name}", roff.stderr or (roff.returncode and "fails"))
        check(f"white space in {page.name}",
              re.search(r"[ \t]+$", page.read_text(), re.M) and "at the end of a line")


def check_completions():
    script = DOCUMENTS / "promfile.bash"
    for words, expected in (
            (["promfile", "--nam"], {"--name", "--naming"}),
            (["promfile", "--naming", ""], {"labels", "per-type"}),
            (["promfile", "--on-error", "d"], {"drop"})):
        line = " ".join(words)
        quoted = " ".join(f"'{word}'" for word in words)
        result = run("bash", "-c", f"""
            source /usr/share/bash-completion/bash_completion
            source {script}
            COMP_WORDS=({quoted}) COMP_CWORD={len(words) - 1} COMP_LINE='{line}'
            COMP_POINT={len(line)}
            _promfile
            printf '%s\\n' "${{COMPREPLY[@]}}" """)
        check(f"bash completes {line!r}", difference(expected, set(result.stdout.split())))
    result = run("zsh", "-n", str(DOCUMENTS / "_promfile"))
    check("zsh reads its completion", result.stderr)


def main():
    subprocess.run([TOP / "samples/setup.sh", "bash-completion", "man-db", "mandoc",
                    "zsh"], check=True)
    expected = options_of_help()
    check("options of --help", len(expected) < 20 and "hardly any found")
    for name, found in (("promfile(1)", options_of_page()), ("bash", options_of_bash()),
                        ("zsh", options_of_zsh())):
        check(f"options in {name}", difference(expected, found))
    check("keys in promfile.toml(5)", difference(keys_of_source(), keys_of_page()))
    variables = {"$path", "$file", "$mtime", "$row", "$type"}
    text = CONFIG_PAGE.read_text()
    check("variables in promfile.toml(5)",
          difference(variables, set(re.findall(r"^\.It Va (\$\w+)", text, re.M))))
    units = set(re.findall(r'^    \{"([^"\\]+)", "\w+"', (TOP / "src/values/unit.cpp").read_text(), re.M))
    listed = text[text.index(".Sh UNITS"):text.index(".Sh FILES")]
    documented = {word for line in re.findall(r"^\.Cm (.*)$", listed, re.M)
                  for word in line.split() if word not in (",", "\\(mcs", "\\(deC", "\\(deF")}
    check("units in promfile.toml(5)", difference(units, documented))
    metrics = "".join((TOP / "src/run" / name).read_text().replace('"promfile_"', "")
                      for name in ("self_metrics.hpp", "self_metrics.cpp"))
    documented = set(re.findall(r"^\.It Va (promfile_\w+)", COMMAND_PAGE.read_text(), re.M))
    check("self-metrics in promfile(1)",
          difference(set(re.findall(r'"(promfile_\w+)"', metrics)), documented))
    check_rendering()
    check_completions()
    check_examples()
    check_answers()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
