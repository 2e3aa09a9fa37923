#!/bin/sh
# Measures promfile beside other ways to the same numbers and prints the tables of the README, in Markdown.
# Installs what is missing, builds and generates below build/bench. Exit 1 if a program failed or the
# counts differ; a missed target is only shown, since times depend on the machine. Takes ten minutes
# and 1.5 GB of disk; stores are kept for the next run.
#
#     tests/bench/run.sh [--quick] [--targets] [--rows LIST] [--promfile BINARY]
#
#     --quick            few rows and few runs, half a minute
#     --targets          promfile, expat and grep alone: no other peers, which take most of the time
#     --rows LIST        sizes of the flat store, such as 6,100000 (default 6,100000,1000000,10000000)
#     --promfile BINARY  measure this one instead of building a static one
set -eu

case " $* " in *" -h "* | *" --help "*)
    sed -n '2,/^set /s/^#\( \|$\)//p' "$0"
    exit 0
    ;;
esac

bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$bench")")
build=$root/build/bench

"$root/samples/setup.sh" build bench >&2

targets="promfile bench_programs"
case " $* " in *" --promfile"*) targets=bench_programs ;; esac
mkdir -p "$build"
# shellcheck disable=SC2086
if ! { cmake -S "$root" -B "$build" \
    -DPROMFILE_STATIC=ON -DPROMFILE_BENCH=ON -DPROMFILE_TESTS=OFF &&
    cmake --build "$build" --parallel "$(nproc)" --target $targets; } >"$build/build.log" 2>&1; then
    cat "$build/build.log" >&2
    exit 1
fi

exec /usr/bin/python3 "$bench/report.py" --build "$build" "$@"
