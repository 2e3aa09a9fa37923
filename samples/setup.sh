#!/bin/sh
# Installs missing packages of Debian or Ubuntu, and prints nothing if none is missing.
#
#     setup.sh build|unit|test|bench|PACKAGE ...
#
# Each argument is a purpose (building, the unit and command tests, all tests, the benchmark) or
# the name of a package. If a package cannot be installed, this is an error if building needs it;
# otherwise the script prints the parts that are left out.
set -eu

build="g++ cmake make libpugixml-dev libcli11-dev libfmt-dev libtomlplusplus-dev"
unit="doctest-dev python3"
tests="$unit chromium clang clang-format-14 clang-tidy-14 curl file libexpat1-dev libsensors-config
       lm-sensors prometheus prometheus-alertmanager prometheus-node-exporter prometheus-pushgateway
       pyflakes3 python3-fusepy python3-prometheus-client python3-yaml rpm shellcheck strace"
bench="libexpat1-dev moreutils python3-lxml python3-prometheus-client xmlstarlet"

wanted=""
for argument in "$@"; do
    case $argument in
    build) wanted="$wanted $build" ;;
    unit) wanted="$wanted $unit" ;;
    test) wanted="$wanted $tests" ;;
    bench) wanted="$wanted $bench" ;;
    -* | "") echo "usage: setup.sh build|unit|test|bench|PACKAGE ..." >&2 && exit 2 ;;
    *) wanted="$wanted $argument" ;;
    esac
done

# not_installed PACKAGE...: prints those of the packages that are not installed.
not_installed() {
    for package in "$@"; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || echo "$package"
    done
}

# candidate PACKAGE: prints the version that apt would install; empty if it knows none.
candidate() {
    apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p' | grep -vx '(none)' || true
}

# unavailable PACKAGE: prints the reason why apt cannot install it; empty if it can.
unavailable() {
    case $(candidate "$1") in
    '') echo "this release does not have it" ;;
    *snap*) echo "here it only stands in for a snap" ;; # Ubuntu's chromium
    esac
}

# left_out PACKAGE: prints the parts that are not tested without it.
left_out() {
    case $1 in
    chromium | prometheus* | python3-prometheus-client | curl)
        echo "the end-to-end tests and those beside node_exporter that need it" ;;
    clang) echo "the build with the second compiler and its sanitizers" ;;
    clang-format-14) echo "the check of the formatting" ;;
    clang-tidy-14) echo "the static analysis" ;;
    lm-sensors | libsensors-config) echo "the comparison of the sensors with lm-sensors" ;;
    pyflakes3) echo "the check of the Python scripts" ;;
    rpm) echo "the .rpm package" ;;
    shellcheck) echo "the check of the shell scripts" ;;
    strace) echo "the tests that inject faults" ;;
    python3-fusepy) echo "the test of power cuts" ;;
    doctest-dev) echo "the unit tests" ;;
    python3-yaml) echo "the tests of the samples of the monitoring stack" ;;
    libexpat1-dev | moreutils | python3-lxml | xmlstarlet) echo "a program of the benchmark" ;;
    *) echo "the tests that need it" ;;
    esac
}

# shellcheck disable=SC2086 # lists of words, each a package, in this script
missing=$(not_installed $wanted)
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" -eq 0 ] || as_root=sudo
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# apt SUBCOMMAND...: waits ten minutes for another apt that is at work.
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 "$@" >>"$log" 2>&1
}

# Only the packages that are installed in the end count: apt also fails because of packages that
# have nothing to do with these.
apt update || true
installable=""
for package in $missing; do
    [ -n "$(unavailable "$package")" ] || installable="$installable $package"
done
if [ -n "$installable" ]; then
    echo "Installing:$installable"
    # shellcheck disable=SC2086
    apt install -y --no-install-recommends $installable || true
fi

failed=0
# shellcheck disable=SC2086
for package in $(not_installed $missing); do
    why=$(unavailable "$package")
    case " $build " in
    *" $package "*)
        echo "setup.sh: $package is not installed (${why:-apt failed}), and building needs it" >&2
        failed=1
        ;;
    *)
        echo "setup.sh: $package is not installed (${why:-apt failed}); left out: $(left_out "$package")" >&2
        ;;
    esac
    [ -n "$why" ] || failed=1
done
[ "$failed" -eq 0 ] || cat "$log" >&2
exit "$failed"
