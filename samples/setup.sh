#!/bin/sh
# Installs what is missing of Debian's or Ubuntu's packages: for building ("build"), and for the
# tests ("test"). Says nothing when all is there.
set -eu

build="g++ cmake make libpugixml-dev libcli11-dev libfmt-dev libtomlplusplus-dev"
tests="doctest-dev clang clang-tidy shellcheck file strace python3 prometheus
       prometheus-node-exporter xmlstarlet python3-lxml python3-prometheus-client"

wanted=""
for purpose in "$@"; do
    case $purpose in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $tests" ;;
    *) echo "usage: setup.sh build|test ..." >&2 && exit 2 ;;
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
