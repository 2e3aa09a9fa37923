"""The inputs of hostile_inputs.py, each of a size that is an argument."""

import os

from harness import write

RULE = '[[metric]]\nname = "m{0}"\nhelp = "M."\nrows = "/s/r"\nvalue = "@v"\naggregate = "sum"\n'
FAMILY = "# HELP f{0} F.\n# TYPE f{0} gauge\nf{0} 1\n"
VALUE = '"@v{}"'
WRONG = '"@@"'
STORE = '<s><r v="1" a="b"/></s>\n'
HEAD = "# Written by promfile from {}\n"


def repeated(text, count, joint=""):
    return joint.join(text.format(i) for i in range(count))


def config(text):
    """A case that checks a configuration of n times a text."""
    def make(directory, n):
        path = write(directory, "app.toml", f'store = ["{directory}/s.xml"]\nname = "app"\n' + text(n))
        return ["-c", path, "--debug", "--max-series", "100000000"]
    return make


def beside(name, text):
    """A case that publishes beside (or instead of) a file of the directory."""
    def make(directory, n):
        write(directory, f"out/{name}.prom", text(n).replace(HEAD, HEAD.format(f"{directory}/s.xml")))
        return ["-o", f"{directory}/out", "-n", "app", f"{directory}/s.xml"]
    return make


def files_beside(text):
    def make(directory, n):
        for i in range(n):
            write(directory, f"out/n{i}.prom", text.format(i))
        return ["-o", f"{directory}/out", "-n", "app", f"{directory}/s.xml"]
    return make


def links_beside(directory, n):
    write(directory, "out/0.prom", "# HELP x X.\n# TYPE x gauge\nx 1\n")
    for i in range(n):
        os.symlink(f"{i}.prom", f"{directory}/out/{i + 1}.prom")
    return ["-o", f"{directory}/out", "-n", "app", f"{directory}/s.xml"]


def sysfs(files):
    """A case that reads a tree of sysfs: pairs of path and text below class, for each number."""
    def make(directory, n):
        for i in range(n):
            for path, text in files:
                write(directory, "sys/class/" + path.format(i), text.format(i))
        return ["--debug", "-q", "--sensors", "--sysfs", f"{directory}/sys", "--max-series", "10000000",
                "--sensors-timeout", "60"]
    return make


def long_files(name):
    """A case that reads one chip, of which one file has n bytes; no file of the kernel has more than a page."""
    def make(directory, n):
        files = {"name": "chip\n", "temp1_input": "45000\n", "temp1_label": "T\n", name: "x" * n + "\n"}
        return sysfs([(f"hwmon/hwmon0/{file}", text) for file, text in files.items()])(directory, 1)
    return make


def dumped(text):
    """A case that reads one chip with a configuration of lm-sensors, by the program of dump_sensors.cpp."""
    def make(directory, n):
        write(directory, "sys/class/hwmon/hwmon0/name", "chip\n")
        write(directory, "sys/class/hwmon/hwmon0/in0_input", "1000\n")
        return ["--conf", write(directory, "sensors.conf", text(n)), f"{directory}/sys"]
    return make


def series(n):
    return ("# HELP s_rows Theirs.\n# TYPE s_rows gauge\n" + repeated('s_rows{{a="{0}"}} 1\n', n))


CASES = {
    "metrics": (3000, config(lambda n: repeated(RULE, n))),
    "labels of many metrics": (2000, config(lambda n: repeated(RULE + 'labels = {{ a = "@a", b = "name()" }}\n', n))),
    "labels of one metric": (4000, config(lambda n: RULE.format(0) + "labels = { " + repeated('l{} = "@a"', n, ", ")
                                          + " }\n")),
    "a map": (40000, config(lambda n: RULE.format(0) + "map = { " + repeated('k{} = 1', n, ", ") + " }\n")),
    "states": (4000, config(lambda n: '[[metric]]\nname = "m"\nhelp = "M."\ntype = "stateset"\nrows = "/s/r"\n'
                            'value = "@a"\nstates = [' + repeated('"s{}"', n, ", ") + "]\n")),
    "buckets": (40000, config(lambda n: '[[metric]]\nname = "m"\nhelp = "M."\ntype = "histogram"\nrows = "/s/r"\n'
                              'value = "@v"\nbuckets = [' + repeated("{}", n, ", ") + "]\n")),
    "a long condition": (4000, config(lambda n: RULE.format(0) + f'where = "{repeated("@v = {}", n, " or ")}"\n')),
    "parentheses": (4000, config(lambda n: RULE.format(0) + f'where = "{"(" * n}@v{")" * n}"\n')),
    "minus signs": (8000, config(lambda n: RULE.format(0) + f'where = "{"-" * n}@v"\n')),
    "values": (4000, config(lambda n: RULE.format(0).replace('"@v"', f"[{repeated(VALUE, n, ', ')}]"))),
    "unknown keys": (3000, config(lambda n: RULE.format(0) + repeated('vale{} = "@v"\n', n))),
    "unknown tables": (3000, config(lambda n: repeated("[metrc{}]\n", n))),
    "wrong expressions": (2000, config(lambda n: repeated(RULE.replace("@v", "@@"), n))),
    "wrong expressions in a line": (20000, config(lambda n: RULE.format(0).replace('"@v"',
                                                                                  f"[{repeated(WRONG, n, ',')}]"))),
    "one name twice": (4000, config(lambda n: 'quiet = true\n' * n)),
    "arrays in arrays": (20000, config(lambda n: "store = " + "[" * n + "]" * n + "\n")),
    "dotted keys": (20000, config(lambda n: "a" + ".b" * n + " = 1\n")),
    "a long text": (2_000_000, config(lambda n: f'prefix = "{"x" * n}"\n')),
    "comments": (200_000, config(lambda n: "# comment\n" * n)),
    "groups": (2000, config(lambda n: repeated('[[group]]\nrows = "/s/r"\n[[group.metric]]\nname = "g{0}"\n'
                                               'help = "G."\nvalue = "@v"\naggregate = "sum"\n', n))),
    "stores": (4000, config(lambda n: repeated(RULE, 1)
                            + "[[metric]]\n" + "source = [" + repeated('"/none/{}.xml"', n, ", ") + "]\n")),
    "series of a neighbour": (60000, beside("other", series)),
    "families of a neighbour": (40000, beside("other", lambda n: repeated(FAMILY, n))),
    "labels of a neighbour": (500_000, beside("other", lambda n: "x{" + repeated('l{}="v"', n, ",") + "} 1\n")),
    "one label again and again": (500_000, beside("other", lambda n: "x{" + 'l="v",' * n + "} 1\n")),
    "ill-formed lines": (300_000, beside("other", lambda n: "x{ 1\n" * n)),
    "a line without end": (8_000_000, beside("other", lambda n: "x" * n)),
    "escapes": (3_000_000, beside("other", lambda n: 'x{l="' + "\\\\" * n + '"} 1\n')),
    "comments of a neighbour": (400_000, beside("other", lambda n: "# HELP x Y\n" * n)),
    "standing series": (60000, beside("app", lambda n: HEAD + series(n))),
    "standing families": (40000, beside("app", lambda n: HEAD + repeated(FAMILY, n))),
    "standing ill-formed lines": (300_000, beside("app", lambda n: HEAD + "x{ 1\n" * n)),
    "links from one to the next": (4000, links_beside),
    "files": (5000, files_beside("# HELP x{0} X.\n# TYPE x{0} gauge\nx{0} 1\n")),
    "temporary files": (4000, lambda directory, n: ([write(directory, f"out/.a.prom.{i:016x}.tmp", "")
                                                     for i in range(n)], beside("other", lambda _: "")(directory, 1))[1]),
    "chips": (400, sysfs([("hwmon/hwmon{0}/name", "chip\n"), ("hwmon/hwmon{0}/temp1_input", "45000\n")])),
    "features": (2000, sysfs([("hwmon/hwmon0/temp{0}_input", "45000\n"), ("hwmon/hwmon0/temp{0}_label", "T{0}\n")])),
    "thermal zones": (400, sysfs([("thermal/thermal_zone{0}/type", "zone\n"), ("thermal/thermal_zone{0}/temp", "4\n")])),
    "a long label": (1_000_000, long_files("temp1_label")),
    "a long name": (1_000_000, long_files("name")),
    "trip points": (1000, sysfs([("thermal/thermal_zone0/type", "zone\n"), ("thermal/thermal_zone0/temp", "4\n"),
                                 ("thermal/thermal_zone0/trip_point_{0}_type", "hot\n"),
                                 ("thermal/thermal_zone0/trip_point_{0}_temp", "{0}\n")])),
}

LM_SENSORS = {
    "chip statements": (20000, dumped(lambda n: repeated('chip "a{}-*"\n label in0 "x"\n', n))),
    "labels of a chip": (40000, dumped(lambda n: 'chip "*-*"\n' + repeated(' label in{} "x"\n', n))),
    "chips of a statement": (40000, dumped(lambda n: "chip " + repeated('"a{}-*" ', n) + "\n label in0 x\n")),
    "bus statements": (20000, dumped(lambda n: repeated('bus "i2c-{0}" "adapter {0}"\n', n))),
    "computes of a feature": (20000, dumped(lambda n: 'chip "*-*"\n' + " compute in0 @*2, @/2\n" * n)),
    "statements to set": (20000, dumped(lambda n: 'chip "*-*"\n' + repeated(" set in0_min {}\n", n))),
    "a long compute": (20000, dumped(lambda n: 'chip "*-*"\n compute in0 ' + "@+" * n + "1, @\n")),
    "parentheses of a compute": (20000, dumped(lambda n: f'chip "*-*"\n compute in0 {"(" * n}@{")" * n}, @\n')),
    "wrong statements": (20000, dumped(lambda n: "nonsense\n" * n)),
    "a long line": (1_000_000, dumped(lambda n: 'chip "*-*"\n label in0 "' + "x" * n + '"\n')),
}


# Stores of about n bytes.
STORES = {
    "a row": lambda n: "<s><r>" + "x" * n + "</r></s>",
    "a row of elements": lambda n: "<s><r>" + "<c/>" * (n // 4) + "</r></s>",
    "a row of elements with attributes": lambda n: "<s><r>" + "<c v='1'/>" * (n // 10) + "</r></s>",
    "rows in a row": lambda n: "<s><r>" + "<r v='1'/>" * (n // 10) + "</r></s>",
    "rows without attributes in a row": lambda n: "<s><r>" + "<r/>" * (n // 4) + "</r></s>",
    "rows with children in a row": lambda n: "<s><r>" + "<r><c>x</c></r>" * (n // 15) + "</r></s>",
    "rows on many levels": lambda n: "<s><r>" + ("<r>" * 900 + "</r>" * 900) * (n // 6300) + "</r></s>",
    "children on many levels": lambda n: "<s>" + "<r>" * 900 + "<c>x</c>" * (n // 8) + "</r>" * 900 + "</s>",
    "rows in a line": lambda n: "<s>" + "<r v='1'/>" * (n // 10) + "</s>",
    "rows that differ": lambda n: "<s>" + repeated("<r v='1' a{0}='{0}'/>\n", n // 28) + "</s>",
    "levels": lambda n: "<s>" + ("<r>" * 900 + "</r>" * 900) * (n // 6300) + "</s>",
    "elements of many names": lambda n: "<s>" + repeated("<r{}/>", n // 10) + "</s>",
    "open start tags": lambda n: ("<r a='" + "x" * (n // 100) + "'>") * 100 + "</r>" * 100,
    "an attribute": lambda n: "<s><r a='" + "x" * n + "'/></s>",
    "attributes": lambda n: "<s><r" + repeated(" a{0}='{0}'", n // 17) + "/></s>",
    "attributes of an ancestor": lambda n: "<s" + repeated(" a{0}=''", n // 12) + "><r v='1'/></s>",
    "a name": lambda n: "<s><" + "r" * n + "/></s>",
    "a start tag without an end": lambda n: "<s><r a='" + " b=\"c\"" * (n // 6),
    "line ends": lambda n: "<s><r>" + "\r\n" * (n // 2) + "</r></s>",
    "references": lambda n: "<s><r>" + "&#65;" * (n // 5) + "</r></s>",
    "& without an end": lambda n: "<s><r>" + "&a" * (n // 2) + "</r></s>",
    "] in text": lambda n: "<s><r>" + "]]" * (n // 2) + "</r></s>",
    "a comment": lambda n: "<s><!--" + "<!" * (n // 2) + "--><r/></s>",
    "comments": lambda n: "<s><r>" + "<!--x-->" * (n // 8) + "</r></s>",
    "a processing instruction": lambda n: "<s><?p " + "<?" * (n // 2) + "?><r/></s>",
    "CDATA": lambda n: "<s><r><![CDATA[" + "]]x" * (n // 3) + "]]></r></s>",
    "CDATA sections": lambda n: "<s><r>" + "<![CDATA[x]]>" * (n // 13) + "</r></s>",
    "an entity": lambda n: "<!DOCTYPE s [<!ENTITY e '" + "x" * n + "'>]><s><r>&e;</r></s>",
    "entities": lambda n: "<!DOCTYPE s [" + repeated("<!ENTITY e{0} '{0}'>", n // 26) + "]><s><r>&e1;</r></s>",
    "an entity again and again": lambda n: ("<!DOCTYPE s [<!ENTITY e '" + "x" * 1000 + "'>]><s><r>" +
                                            "&e;" * (n // 1000) + "</r></s>"),
    "entities of entities": lambda n: ("<!DOCTYPE s [<!ENTITY e0 '" + "x" * 100 + "'>" +
                                       "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 9)) +
                                       "]><s><r>&e8;</r></s>"),
    "defaults of attributes": lambda n: ("<!DOCTYPE s [" + repeated("<!ATTLIST r a{} CDATA ''>", n // 30) +
                                         "]><s><r/></s>"),
    "a content model": lambda n: ("<!DOCTYPE s [<!ELEMENT s " + "(" * (n // 2) + "a" + ")" * (n // 2) +
                                  ">]><s><r/></s>"),
    "a line without an end": lambda n: "x" * n,
    "spaces": lambda n: " " * n + "<s/>",
}
