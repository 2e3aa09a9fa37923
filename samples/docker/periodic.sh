#!/bin/sh
# Runs promfile with the given arguments every INTERVAL seconds (60), until it is told to stop.
# promfile publishes the interval for the alerts.
set -u

trap 'exit 0' TERM INT
while :; do
    promfile --interval "${INTERVAL:-60}" "$@" || echo "promfile: exit status $?, next run in ${INTERVAL:-60} s" >&2
    sleep "${INTERVAL:-60}" &
    wait $!
done
