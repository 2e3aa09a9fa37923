#!/usr/bin/python3
"""The samples for Prometheus, Alertmanager, Grafana, Docker and Kubernetes, without running them:
they parse, the tools of Prometheus accept them, and they agree with each other.

    tests/stack/stack_test.py [--rewrite]

--rewrite first puts the rules of samples/stack/rules into samples/kubernetes/prometheusrule.yml.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import yaml

from situations import SITUATIONS
from stack_files import (DASHBOARD, KUBERNETES, ROOT, RULE_FILES, STACK, dashboard, panels, read_text,
                         read_yaml, rules, selectors, substituted, uncommented, variables)

TIME_LIMIT = 60


class Skipped(Exception):
    pass


def accepted(*command):
    if shutil.which(command[0]) is None:
        raise Skipped(f"{command[0]} is not installed")
    result = subprocess.run(command, cwd=STACK, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=TIME_LIMIT)
    assert result.returncode == 0, result.stdout
    return result.stdout


def files(*endings):
    return [os.path.join(directory, name)
            for directory, _, names in os.walk(os.path.join(ROOT, "samples"))
            for name in names if name.endswith(endings)]


def rule_groups():
    return [group for name in RULE_FILES
            for group in read_yaml(os.path.join(STACK, "rules", name + ".yml"))[0]["groups"]]


def every_yaml_and_json_parses():
    found = files(".yml", ".yaml")
    assert len(found) >= 14, found
    for path in found:
        documents = read_yaml(path)
        assert documents and all(documents), f"{path} is empty"
    for path in files(".json"):
        json.loads(read_text(path))


def configurations_pass_promtool():
    for name in ("prometheus.yml", "prometheus-federation.yml"):
        accepted("promtool", "check", "config", name)


def what_is_offered_as_comments_passes():
    for name, command in (("prometheus.yml", ("promtool", "check", "config", "--syntax-only")),
                          ("alertmanager.yml", ("amtool", "check-config"))):
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            document = uncommented(os.path.join(STACK, name))
            assert document != read_yaml(os.path.join(STACK, name))[0], name
            yaml.safe_dump(document, file)
            file.flush()
            accepted(*command, file.name)


def rules_pass_promtool():
    accepted("promtool", "check", "rules", "--lint-fatal", *(os.path.join("rules", name)
             for name in os.listdir(os.path.join(STACK, "rules"))))


def rules_pass_their_unit_tests():
    accepted("promtool", "test", "rules", "tests/rules.test.yml")


def every_alert_has_a_unit_test():
    """One in which it fires; where others fire it does not, since situations_test.py counts all."""
    tests = read_yaml(os.path.join(STACK, "tests", "rules.test.yml"))[0]["tests"]
    fired = {case["alertname"] for test in tests for case in test.get("alert_rule_test", [])
             if case["exp_alerts"]}
    fired |= {pair.split()[0] for *_, ever in SITUATIONS for pair in ever.split(", ") if pair}
    assert fired == {rule["alert"] for rule in rules() if "alert" in rule}, fired


def alerts_say_what_people_need():
    headings = re.findall(r"^## (.+)$", read_text(os.path.join(STACK, "runbooks.md")), re.M)
    alerts = [rule for rule in rules() if "alert" in rule]
    assert headings == [rule["alert"] for rule in alerts], "runbooks.md has other alerts, or another order"
    for rule in alerts:
        assert rule["labels"]["severity"] in ("critical", "warning", "info"), rule
        assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}, rule
        page, _, anchor = rule["annotations"]["runbook_url"].rpartition("#")
        assert page == "file:///usr/share/doc/promfile/examples/stack/runbooks.md", page
        assert anchor == rule["alert"].lower(), anchor


def jobs_are_named_in_one_place():
    places = [rule.get("record") for rule in rules() if re.search(r"\bjob\s*=~?", rule["expr"])]
    assert places == ["instance:promfile_host:up"], places


def alertmanager_passes_amtool():
    accepted("amtool", "check-config", "alertmanager.yml")
    routed = accepted("amtool", "config", "routes", "test", "--config.file=alertmanager.yml",
                      "alertname=PromfileFleetStale", "severity=critical")
    assert routed.split()[-1] == "on-call", routed
    routed = accepted("amtool", "config", "routes", "test", "--config.file=alertmanager.yml",
                      "alertname=PromfileStale", "severity=warning")
    assert routed.split()[-1] == "tickets", routed


def inhibitions_name_alerts_that_exist():
    names = {rule["alert"] for rule in rules() if "alert" in rule}
    for inhibition in read_yaml(os.path.join(STACK, "alertmanager.yml"))[0]["inhibit_rules"]:
        for side in ("source_matchers", "target_matchers"):
            for matcher in inhibition[side]:
                pattern = re.fullmatch(r'alertname=~?"(.*)"', matcher).group(1)
                matched = {name for name in names if re.fullmatch(pattern, name)}
                assert matched, f"{matcher} is about no alert"


def selectors_are_found_in_expressions():
    for expression, wanted in (
            ("up == 1", ["up"]),
            ('sum by (a, b) (x{c="d}"}) / on (e) group_left (f) y', ['x{c="d}"}', "y"]),
            ("sum(x) without (a) > bool 1e3 and z unless w", ["x", "z", "w"]),
            ('label_replace({__name__=~"a.+"}, "b", "$1", "c", "(.+)")', ['{__name__=~"a.+"}']),
            ("max_over_time(x[5m]) - time()", ["x"]), ("r:m:o offset 5m", ["r:m:o"])):
        got = [found for found in selectors(expression) if found != "5m"]
        assert got == wanted, f"{expression}: {got}"


def prometheus_rule(text):
    """The resource's text with the groups, and their comments, of samples/stack/rules."""
    begin = "  groups:\n"
    groups = [read_text(os.path.join(STACK, "rules", name + ".yml")).split("groups:\n", 1)[1]
              for name in RULE_FILES]
    return text[:text.index(begin)] + begin + textwrap.indent("\n".join(groups), "  ")


def kubernetes_has_the_same_rules():
    path = os.path.join(KUBERNETES, "prometheusrule.yml")
    text = read_text(path)
    if "--rewrite" in sys.argv:
        text = prometheus_rule(text)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    assert text == prometheus_rule(text), f"rewrite it with {os.path.relpath(__file__)} --rewrite"
    [resource] = read_yaml(path)
    assert resource["kind"] == "PrometheusRule"
    assert resource["spec"]["groups"] == rule_groups()


def dashboard_map(text):
    """The ConfigMap's text with the dashboard of samples/stack."""
    begin = "  promfile.json: |\n"
    return text[:text.index(begin)] + begin + textwrap.indent(read_text(DASHBOARD), "    ")


def kubernetes_has_the_same_dashboard():
    path = os.path.join(KUBERNETES, "dashboard.yml")
    text = read_text(path)
    if "--rewrite" in sys.argv:
        text = dashboard_map(text)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    assert text == dashboard_map(text), f"rewrite it with {os.path.relpath(__file__)} --rewrite"
    [resource] = read_yaml(path)
    assert json.loads(resource["data"]["promfile.json"]) == dashboard()


def resources():
    """Every resource of samples/kubernetes by file and kind."""
    return {(name, resource["kind"]): resource for name in sorted(os.listdir(KUBERNETES))
            for resource in read_yaml(os.path.join(KUBERNETES, name))}


def pod_templates():
    every = resources()
    return {"node-exporter": every["node-exporter.yml", "DaemonSet"]["spec"]["template"],
            "promfile": every["daemonset.yml", "DaemonSet"]["spec"]["template"],
            "job": every["cronjob.yml", "CronJob"]["spec"]["jobTemplate"]["spec"]["template"]}


def kubernetes_shares_one_host_path():
    """All writers of a textfile directory write to the directory that node_exporter reads."""
    paths = set()
    for template in pod_templates().values():
        pod = template["spec"]
        names = {volume["name"]: volume for volume in pod["volumes"]}
        paths.add(names["textfile"]["hostPath"]["path"])
        for container in pod["containers"]:
            mounts = {mount["name"]: mount for mount in container["volumeMounts"]}
            assert set(mounts) <= set(names), container["name"]
            assert not any("subPath" in mount for mount in mounts.values()), "a mounted file"
            assert mounts["textfile"].get("readOnly", False) == (container["name"] != "promfile")
            directory = mounts["textfile"]["mountPath"]
            assert any(argument.endswith(f"textfile-directory={directory}") or
                       argument.endswith(f"textfile.directory={directory}")
                       for argument in container["args"]), container["args"]
    assert len(paths) == 1, paths


def kubernetes_pods_have_no_privileges():
    for name, template in pod_templates().items():
        pod = template["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert name == "node-exporter" or not any(
            pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")), name
        for container in pod["containers"] + pod.get("initContainers", []):
            context = container["securityContext"]
            assert context["capabilities"] == {"drop": ["ALL"]}, name
            assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"], name
            assert container["resources"]["limits"]["memory"], name
        user = pod["securityContext"]["runAsUser"]
        for container in pod.get("initContainers", []):
            assert container["command"] == ["setfacl", "-m", f"u:{user}:rwx", "/textfile"], name


def kubernetes_selects_its_own_pods():
    every, template = resources(), pod_templates()["node-exporter"]
    labels = template["metadata"]["labels"].items()
    ports = {port["name"] for container in template["spec"]["containers"]
             for port in container.get("ports", [])}
    pods, services = every["podmonitor.yml", "PodMonitor"], every["servicemonitor.yml", "ServiceMonitor"]
    assert pods["spec"]["selector"]["matchLabels"].items() <= labels
    assert {endpoint["port"] for endpoint in pods["spec"]["podMetricsEndpoints"]} <= ports
    service = every["servicemonitor.yml", "Service"]
    assert service["spec"]["selector"].items() <= labels
    assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    assert services["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert {endpoint["port"] for endpoint in services["spec"]["endpoints"]} <= \
        {port["name"] for port in service["spec"]["ports"]}
    releases = {resource["metadata"]["labels"]["release"] for (_, kind), resource in every.items()
                if kind in ("PodMonitor", "ServiceMonitor", "PrometheusRule")}
    assert len(releases) == 1, releases
    assert every["dashboard.yml", "ConfigMap"]["metadata"]["labels"]["grafana_dashboard"] == "1"


def kustomization_names_every_file():
    text = read_text(os.path.join(KUBERNETES, "kustomization.yaml"))
    named = set(re.findall(r"[\w-]+\.yml", text))
    assert named == {name for name in os.listdir(KUBERNETES) if name.endswith(".yml")}, named


def compose_mounts_directories_that_exist():
    [compose] = read_yaml(os.path.join(STACK, "docker-compose.yml"))
    named = set(compose["volumes"])
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", volume).split(":")[0]
            if source not in named:
                assert os.path.isdir(os.path.join(STACK, source)), f"{name}: {volume}"
    textfile = {name: volume for name, service in compose["services"].items()
                for volume in service["volumes"] if volume.startswith("textfile:")}
    assert textfile == {"promfile": "textfile:/textfile", "node-exporter": "textfile:/textfile:ro"}
    build = compose["services"]["promfile"]["build"]
    assert os.path.isfile(os.path.join(STACK, build["context"], build["dockerfile"]))


@contextlib.contextmanager
def fake_promfile(script):
    with tempfile.TemporaryDirectory(prefix="promfile-stack-") as directory:
        path = os.path.join(directory, "promfile")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{script}\n")
        os.chmod(path, 0o755)
        yield {"PATH": directory + os.pathsep + os.environ["PATH"]}


def periodic_script_goes_on_after_a_failure_and_stops_when_told():
    script = os.path.join(ROOT, "samples", "docker", "periodic.sh")
    with fake_promfile('echo "ran $*"; exit 1') as environment:
        process = subprocess.Popen(["sh", script, "--sensors", "a b"], text=True,
                                   env={**environment, "INTERVAL": "0.1"},
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lines = [process.stdout.readline() for _ in range(3)]
        process.terminate()
        process.communicate(timeout=5)
        assert lines == ["ran --interval 0.1 --sensors a b\n"] * 3, lines
        assert process.returncode == 0, process.returncode


def dashboard_panels_are_complete():
    board = dashboard()
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids)), "an id twice"
    for panel in panels(board):
        where = f"panel {panel['title']!r}"
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}, where
        assert panel["fieldConfig"]["defaults"]["unit"], where
        assert panel["targets"], where
        for target in panel["targets"]:
            assert target["datasource"]["uid"] == "${datasource}", where
            assert "$instance" in target["expr"] or "$job" in target["expr"], where
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            assert variable["datasource"]["uid"] == "${datasource}", variable["name"]


def dashboard_panels_do_not_overlap():
    taken = {}
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])):
            assert cell not in taken, f"{panel['title']!r} lies on {taken[cell]!r}"
            taken[cell] = panel["title"]
    # Nor are there holes: each row of the grid is full.
    lines = {y for _, y in taken}
    assert len(taken) == 24 * len(lines) and lines == set(range(len(lines)))


def dashboard_queries_pass_promtool():
    board = dashboard()
    values = {name: "x" for name in variables(board)}
    expressions = [target["expr"] for panel in panels(board) for target in panel["targets"]]
    expressions += [annotation["expr"] for annotation in board["annotations"]["list"]]
    groups = {"groups": [{"name": "dashboard", "rules": [
        {"record": f"dashboard:query:{number}", "expr": substituted(expression, values)}
        for number, expression in enumerate(expressions)]}]}
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        yaml.safe_dump(groups, file)
        file.flush()
        accepted("promtool", "check", "rules", file.name)


def dashboard_uses_every_variable():
    board = dashboard()
    text = json.dumps([board["panels"], board["templating"]["list"]])
    for name in variables(board):
        assert re.search(rf"\$\{{?{name}\b", text), name


def provisioning_finds_the_dashboard():
    [compose] = read_yaml(os.path.join(STACK, "docker-compose.yml"))
    [provider] = read_yaml(os.path.join(STACK, "grafana", "provisioning", "dashboards",
                                        "promfile.yml"))
    path = provider["providers"][0]["options"]["path"]
    assert f"./grafana/dashboards:{path}:ro" in compose["services"]["grafana"]["volumes"]
    home = compose["services"]["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == path + "/promfile.json"


CASES = (every_yaml_and_json_parses, configurations_pass_promtool, what_is_offered_as_comments_passes, rules_pass_promtool,
         rules_pass_their_unit_tests, every_alert_has_a_unit_test, jobs_are_named_in_one_place,
         alerts_say_what_people_need,
         alertmanager_passes_amtool, inhibitions_name_alerts_that_exist,
         selectors_are_found_in_expressions, kubernetes_has_the_same_rules,
         kubernetes_has_the_same_dashboard, kubernetes_shares_one_host_path,
         kubernetes_pods_have_no_privileges, kubernetes_selects_its_own_pods,
         kustomization_names_every_file,
         compose_mounts_directories_that_exist,
         periodic_script_goes_on_after_a_failure_and_stops_when_told,
         dashboard_panels_are_complete, dashboard_panels_do_not_overlap,
         dashboard_queries_pass_promtool, dashboard_uses_every_variable,
         provisioning_finds_the_dashboard)


def main():
    passed = failed = skipped = 0
    for case in CASES:
        try:
            case()
            passed += 1
        except Skipped as reason:
            if os.environ.get("CI") == "true":
                failed += 1
                print(f"FAILED {case.__name__}: {reason}, and nothing may be skipped in CI")
            else:
                skipped += 1
                print(f"skipped {case.__name__}: {reason}")
        except Exception as error:  # of any kind: the other tests are still worth running
            failed += 1
            print(f"FAILED {case.__name__}: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)


main()
