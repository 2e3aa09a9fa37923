"""What exporters make of the corpus, as facts: what a number is called, what identifies it, and the
number. One function for each format."""
import collections
import json
import re
import xml.etree.ElementTree as ET

# `name` are the words that the exporter uses, `ids` the texts that tell this fact from others of its
# name, `value` the number. A text is told by a series that is 1 and has it.
Fact = collections.namedtuple("Fact", "name ids value text", defaults=(None,))


def exposition(path, without=()):
    """The fewest labels that tell the samples of a metric apart identify them."""
    families = collections.defaultdict(list)
    for line in path.read_text().splitlines():
        found = re.match(r"(\w+)(?:\{(.*)\})? (\S+)$", line)
        if found and not line.startswith("#"):
            labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found[2] or ""))
            families[found[1]].append((labels, float(found[3])))
    for name, samples in families.items():
        seen = collections.defaultdict(set)
        for labels, _ in samples:
            for label, text in labels.items():
                seen[label].add(text)
        told = sorted((label for label in seen if len(seen[label]) > 1 and label not in without),
                      key=lambda label: len(seen[label]))
        for label in list(told):
            fewer = [other for other in told if other != label]
            keys = {tuple(labels.get(other) for other in fewer) for labels, _ in samples}
            if len(keys) == len({tuple(map(labels.get, told)) for labels, _ in samples}):
                told = fewer
        words = " ".join([name, *seen])
        for labels, value in samples:
            yield Fact(words, [labels[label] for label in told if labels.get(label)], value)


def crm_mon(folder):
    yield [folder / "store.xml"], list(exposition(folder / "expected.prom"))


def cib(folder):
    yield [folder / "store.xml"], list(exposition(folder / "expected.prom"))


def bind(folder):
    stores = [folder / name for name in ("store.xml", "zones.xml", "tasks.xml")]
    yield stores, list(exposition(folder / "expected.txt"))


def passenger(folder):
    # `id` is the exporter's own count of the processes.
    yield [folder / "store.xml"], list(exposition(folder / "expected.txt", without=("id",)))


def nginx_rtmp(folder):
    yield [folder / "store.xml"], list(exposition(folder / "expected.txt"))


def sge(folder):
    for store, expected in (("store", "expected"), ("small", "small.expected")):
        yield [folder / f"{store}.xml"], list(exposition(folder / f"{expected}.txt"))


def dmarc(folder):
    for store in ("store.xml", "dmarc-2.0.xml"):
        yield [folder / store], list(exposition(folder / "expected.txt"))


def tomcat(folder):
    facts = []
    for line in (folder / "expected.txt").read_text().splitlines():
        name, value = line.split()
        found = re.match(r"(connector)_(http-nio-\d+)_(.*)|(jvm_memorypool)_(.*)_(\w+?)$", name)
        if found and found[1]:
            facts.append(Fact(f"connector_{found[3]}", [found[2]], float(value)))
        elif found:
            facts.append(Fact(f"memory_pool_{found[6]}", [found[5]], float(value)))
        else:
            facts.append(Fact(name, [], float(value)))
    yield [folder / "store.xml"], facts


def monit(folder):
    """The exporter's states are the numbers `status` and `monitor` of each service."""
    root = ET.parse(folder / "store.xml").getroot()
    services = set(re.findall(r"_name_(\w+?)_status", (folder / "expected.txt").read_text()))
    facts = [Fact("server_uptime", [], float(root.findtext("server/uptime")))]
    for service in root.iter("service"):
        name = service.findtext("name")
        if name in services:
            facts.append(Fact("service_status", [name], float(service.findtext("status"))))
            facts.append(Fact("service_monitor", [name], float(service.findtext("monitor"))))
    yield [folder / "store.xml"], facts


BOINC = {"total": "tasks total results", "active": "active tasks"}
BOINC |= dict.fromkeys(("uninitialized", "executing", "abort_pending", "quit_pending", "suspended",
                        "copy_pending"), "active task state")
BOINC |= dict.fromkeys(("preempted", "scheduled"), "active task scheduler state")


def boinc(folder):
    facts = []
    for line in (folder / "expected.txt").read_text().splitlines():
        name, value = line.split()
        if float(value) > 0:
            facts.append(Fact(f"{name} {BOINC.get(name, 'tasks state')}", [], float(value)))
    yield [folder / "store.xml"], facts


def junos_environment(folder):
    for expected in sorted(folder.glob("*expected.txt")):
        stem = expected.name.replace("expected.txt", "")
        facts, names, engine = [], [], []
        for line in expected.read_text().splitlines():
            found = re.search(r'Equal\(t, (?:"(.*?)"|float64\((.*?)\)), (\S+), "(.*?)"\)', line)
            if not found:
                continue
            text, number, _, what = found.groups()
            if what == "re-name":
                engine = [] if text == "N/A" else [text]
            elif what == "name":
                names = [text]
            elif what == "fan-name":
                names = names[:1] + [text]
            elif text and re.match(r"\d+ RPM$", text):
                facts.append(Fact(what, engine + names, float(text.split()[0])))
                names = names[:1]
            elif text:
                facts.append(Fact(what, engine + names, 1.0, text))
            else:
                facts.append(Fact(what, engine + names, float(number)))
        yield [folder / f"{stem.rstrip('.') or 'store'}.xml"], facts


def junos_macsec(folder):
    root = ET.fromstring((folder / "store.xml").read_text().strip().rstrip("`"))
    facts, interface = [], None
    for element in root.find("macsec-statistics"):
        if element.tag == "interface-name":
            interface = element.text.strip()
        for leaf in element:
            facts.append(Fact(f"macsec {element.tag} {leaf.tag}", [interface], float(leaf.text)))
    yield [folder / "store.xml"], facts


def telegraf_xpath(folder):
    for expected, store in (("expected.txt", "store.xml"),
                            ("openweathermap.expected.txt", "openweathermap_5d.xml"),
                            ("multisensor.expected.txt", "multisensor.xml")):
        facts = []
        for line in (folder / expected).read_text().splitlines():
            found = re.match(r"# (\w+),((?:\S|\\ )+) (\S+) \d+$", line)
            if not found:
                continue
            fields = dict(field.split("=", 1) for field in found[3].split(","))
            ids = re.findall(r"name=(.*)", found[2].replace("\\ ", " "))
            if "eventid" in fields:
                ids = [json.loads(fields.pop("eventid"))]
            for name, value in fields.items():
                facts.append(Fact(f"{found[1]} {name}", ids, float(value.rstrip("i"))))
        yield [folder / store], facts


def libvirt(folder):
    facts = []
    for name, text in re.findall(r'^r\.(\S+), "(.*)"', (folder / "expected.txt").read_text(), re.M):
        words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name.replace(".", " "))
        facts.append(Fact(words, [], 1.0, text))
    yield [folder / "store.xml"], facts


def quality_time(folder):
    # The entities that expected.txt lists, by suite.
    results = ["ts1 passed", "ts1 failure", "ts1 error", "ts1 skipped", "ts2 error", "ts3 failure",
               "ts4 skipped", "ts5 passed"]
    facts = {
        "store.xml": [Fact("junit tests case result", result.split(), 1) for result in results],
        "nested-suite.xml": [Fact("junit tests case result error", ["error"], 1)],
        "jacoco.xml": [Fact("uncovered missed lines", ["LINE"], 2),
                       Fact("uncovered missed branches", ["BRANCH"], 2)],
        "zap.xml": [Fact("security warnings instances", [], 2),
                    Fact("alert types items", [], 1)],
        "openvas.xml": [Fact("security warnings results", ["Low"], 1)],
    }
    for store, expected in facts.items():
        yield [folder / store], [fact._replace(value=float(fact.value)) for fact in expected]


def junit(folder):
    for store, expected in (("store", "expected"), ("sample1", "sample1.expected"),
                            ("sample2", "sample2.expected")):
        facts = []
        suites = list(ET.parse(folder / f"{store}.xml").iter("testsuite"))
        given = {name for suite in suites for name in suite.keys()}
        for line in (folder / f"{expected}.txt").read_text().splitlines():
            found = re.match(r"suite='(.*)' package='.*' tests=(\d+) failed=(\d+) error=(\d+) "
                             r"skipped=(\d+) passed=\d+ sum_time_s=\S+ attr_time=(\S+)", line)
            if found:
                names = ("tests", "failures", "errors", "skipped", "time")
                for name, value in zip(names, found.groups()[1:]):
                    if name in given:
                        facts.append(Fact(f"suite {name}", [found[1]], float(value)))
        yield [folder / f"{store}.xml"], facts


FORMATS = {
    "crm_mon": crm_mon, "cib": cib, "bind": bind, "passenger": passenger, "tomcat": tomcat,
    "monit": monit, "boinc": boinc, "junos-environment": junos_environment,
    "junos-macsec": junos_macsec, "dmarc": dmarc, "nginx-rtmp": nginx_rtmp,
    "telegraf-xpath": telegraf_xpath, "sge": sge, "libvirt": libvirt,
    "quality-time": quality_time, "junit": junit,
}
