#!/bin/sh
# Runs the libFuzzer drivers of all that promfile reads, or those that are named. Each corpus is
# kept in BUILD-DIRECTORY/fuzz. An input on which a driver fails is written there, too, and the
# output names it.
#
#     tests/fuzz/run.sh BUILD-DIRECTORY [SECONDS [WHAT...]]     SECONDS for each driver, 17 by default
#
# WHAT is a driver's name without _fuzz, such as store.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
seconds=${2:-17}
[ $# -lt 2 ] || shift
shift
for what in "$@"; do
    [ -x "$build/${what}_fuzz" ] || { echo "there is no driver $build/${what}_fuzz" >&2; exit 2; }
done
wanted=" $* "
passed=0
failed=0

# fuzz WHAT SEED...: runs the driver WHAT_fuzz. Each SEED is a file.
fuzz() {
    what=$1
    shift
    case $wanted in
    "  " | *" $what "*) ;;
    *) return 0 ;;
    esac
    corpus=$build/fuzz/$what
    words=$what
    [ -e "$top/tests/fuzz/$words.dict" ] || words=store
    mkdir -p "$corpus"
    for seed in "$@"; do
        # The first byte of an input of store_fuzz chooses how the store is read.
        { [ "$what" != store ] || printf 'A'; cat "$seed"; } >"$corpus/seed-$(basename "$seed")"
    done
    # The entropic schedule takes up to four fifths of the time of a driver with many features.
    if "$build/${what}_fuzz" -entropic=0 -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 \
        -max_len=4096 -dict="$top/tests/fuzz/$words.dict" -artifact_prefix="$build/fuzz/$what-" \
        "$corpus" >"$build/fuzz/$what.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        tail -n 40 "$build/fuzz/$what.log"
    fi
}

fuzz config "$top"/samples/*.toml "$top"/tests/fixtures/rules/*.toml "$top"/tests/bench/*.toml
fuzz store "$top"/samples/*.xml "$top"/samples/stores/*.xml
fuzz shapes "$top"/tests/fuzz/shapes/*
fuzz suggest "$top"/samples/*.xml "$top"/samples/stores/*.xml
fuzz expat "$top"/samples/*.xml "$top"/samples/stores/*.xml
fuzz xpath "$top"/tests/fuzz/xpath/*
fuzz lm_sensors "$top"/tests/fixtures/sensors/server.conf "$top"/tests/fixtures/sensors/sensors.d/*
fuzz sysfs "$top"/tests/fuzz/sysfs/*
fuzz exposition "$top"/tests/samples/golden/*.prom "$top"/tests/fuzz/exposition/*
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
