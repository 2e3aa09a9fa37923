#!/usr/bin/python3
"""The script that one would write: lxml's iterparse, rows dropped once counted, and prometheus_client.

    lxml_prometheus.py STORE DEPTH OPERATION

DEPTH is that of the rows, the root element being 1; OPERATION is @NAME or the NAME of a child element.
"""
import collections
import sys

from lxml import etree
from prometheus_client import CollectorRegistry, Gauge, generate_latest


def main():
    store, depth, operation = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    attribute = operation[1:] if operation.startswith("@") else None
    counts = collections.Counter()
    level = 0
    for event, element in etree.iterparse(store, events=("start", "end")):
        if event == "start":
            level += 1
            continue
        if level == depth:
            found = element.get(attribute, "") if attribute else element.findtext(operation, "")
            counts[element.tag, found] += 1
        if level <= depth:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        level -= 1

    registry = CollectorRegistry()
    rows = Gauge("store_rows", "Rows in the store, by type.", ["type", "operation"], registry=registry)
    for labels, count in counts.items():
        rows.labels(*labels).set(count)
    sys.stdout.buffer.write(generate_latest(registry))


main()
