#!/bin/sh
# Installs what is missing of Debian's or Ubuntu's packages: for building ("build"), for the tests
# ("test") and for the benchmark ("bench"). Says nothing when all is there.
set -eu

build="g++ cmake make libpugixml-dev libcli11-dev libfmt-dev libtomlplusplus-dev"
tests="chromium clang curl doctest-dev file libsensors-config lm-sensors prometheus
       prometheus-alertmanager prometheus-node-exporter prometheus-pushgateway python3
       python3-prometheus-client python3-yaml shellcheck strace"
bench="libexpat1-dev moreutils python3-lxml python3-prometheus-client xmlstarlet"

wanted=""
for purpose in "$@"; do
    case $purpose in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $tests" ;;
    bench) wanted="$wanted $bench" ;;
    *) echo "usage: setup.sh build|test|bench ..." >&2 && exit 2 ;;
    esac
done

missing=""
for package in $wanted; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing:$missing"
as_root=""
[ "$(id -u)" -eq 0 ] || as_root=sudo
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words, each a package
{ $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
