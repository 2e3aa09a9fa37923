#!/bin/sh
# Lets libFuzzer look for contents of configurations and stores that break promfile or a suggestion, and keeps what
# it learns below the build directory. What breaks it is left there, too, and named.
#
#     tests/fuzz/run.sh BUILD-DIRECTORY [SECONDS]     for each of them, 30 by default
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
seconds=${2:-30}
passed=0
failed=0

# fuzz WHAT SEED...: the seeds are files.
fuzz() {
    what=$1
    shift
    corpus=$build/fuzz/$what
    words=$what
    [ "$what" = config ] || words=store
    mkdir -p "$corpus"
    for seed in "$@"; do
        # The first byte of a store's input chooses how it is read.
        { [ "$what" != store ] || printf 'A'; cat "$seed"; } >"$corpus/seed-$(basename "$seed")"
    done
    if "$build/${what}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 \
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
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
