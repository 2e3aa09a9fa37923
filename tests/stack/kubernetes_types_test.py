#!/usr/bin/python3
"""The resources of samples/kubernetes against the types that are published for Kubernetes and for the
Prometheus Operator, by the TypeScript compiler. npm brings them."""

import copy
import json
import os
import sys

from stack_files import KUBERNETES, read_yaml
from typescript import JSON_TYPE, complaints, installed, run

# The module and the name of the type of each kind.
CORE = {"DaemonSet": ("apps/v1", "DaemonSet"), "CronJob": ("batch/v1", "CronJob"),
        "Service": ("core/v1", "Service"), "ConfigMap": ("core/v1", "ConfigMap"),
        "PriorityClass": ("scheduling/v1", "PriorityClass")}
OPERATOR = ("PodMonitor", "ServiceMonitor", "PrometheusRule")


def resources():
    return [(f"{name} {resource['kind']}", resource) for name in sorted(os.listdir(KUBERNETES))
            if name.endswith(".yml") for resource in read_yaml(os.path.join(KUBERNETES, name))]


def program(checked):
    lines = [f"import type {{ {name} as Of{kind} }} from 'kubernetes-types/{module}';"
             for kind, (module, name) in CORE.items()]
    lines += [f"import type {{ I{kind} as Of{kind} }} from "
              f"'@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/{kind}';"
              for kind in OPERATOR]
    lines.append(JSON_TYPE)
    for number, (name, resource) in enumerate(checked):
        kind = resource["kind"]
        assert kind in CORE or kind in OPERATOR, f"{name}: a kind without a type"
        lines.append(f"// {name}\nexport const resource{number}: Json<Of{kind}> = {json.dumps(resource)};")
    return "\n".join(lines) + "\n"


def found_in(checked):
    return complaints(installed("kubernetes", "kubernetes-types@1.30.0",
                                "@kubernetes-models/prometheus-operator@6.0.0"), program(checked))


def resources_have_their_types():
    found = found_in(resources())
    assert not found, found


def wrong_ones_are_refused():
    wrong = copy.deepcopy(resources())
    by_name = dict(wrong)
    by_name["daemonset.yml DaemonSet"]["spec"]["template"]["spec"]["priorityClass"] = "promfile"
    by_name["cronjob.yml CronJob"]["spec"]["jobTemplate"]["spec"]["backoffLimit"] = "none"
    by_name["podmonitor.yml PodMonitor"]["spec"]["podMetricsEndpoints"][0]["intervall"] = "15s"
    by_name["prometheusrule.yml PrometheusRule"]["spec"]["groups"][0]["rules"][0]["expr"] = True
    found = found_in(wrong)
    assert found.count("error TS") == 4, found


sys.exit(run(((resources_have_their_types,), (wrong_ones_are_refused,))))
