#!/bin/sh
# Shows that a driver that blocks costs its readings and nothing else, and that filters are applied
# before a value file is opened. blocking_driver.sh DUMP
# DUMP prints the document of the sysfs directory that follows --timeout MS and perhaps --type GLOB,
# as tests/sensors/dump_sensors does. Exit status 77 where strace cannot run, 1 then with CI=true.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
dump=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! strace -o /dev/null true 2>/dev/null; then
    echo "skipped: strace cannot run"
    [ "${CI:-}" = true ] && exit 1
    exit 77
fi

fail() {
    echo "blocking_driver: $1"
    exit 1
}

PYTHONPATH=$here /usr/bin/python3 -c \
    'import sys, tree; tree.unpack(*sys.argv[1:])' "$here/../fixtures/sensors/server.tree" "$work/sys"

# The third temperature of the first socket does not answer while strace lives, which holds its
# reader even when that is killed, as a driver in an uninterruptible wait does.
slow=$(realpath "$work/sys/class/hwmon/hwmon0")/temp3_input
# shellcheck disable=SC2016 # expanded by the inner shell
strace -f -o /dev/null -P "$slow" -P "$work/sys/class/hwmon/hwmon0/temp3_input" \
    -e inject=read:delay_enter=120000000 sh -c '
        "$1" --timeout 3000 "$2/sys" >"$2/out" 2>"$2/err"
        touch "$2/ended"' - "$dump" "$work" 2>/dev/null &
strace=$!

i=0
while [ ! -e "$work/ended" ]; do
    sleep 0.1
    i=$((i + 1))
    [ $i -lt 200 ] || fail "the run did not end within its time"
done
grep -q 'chip="coretemp-isa-0000" feature="temp2".* value="44"' "$work/out" ||
    fail "what was read before is missing"
grep -q 'chip="nct6779-isa-0290" feature="fan1".* value="1318"' "$work/out" ||
    fail "the other chips are missing"
if grep -q 'chip="coretemp-isa-0000" feature="temp3"' "$work/out"; then
    fail "the blocked reading is there"
fi
grep -q 'errors timeout=28' "$work/err" || fail "the unread values are not counted"
grep -q 'warning: .*coretemp-isa-0000 did not answer' "$work/err" || fail "the chip is not named"

# The stuck reader still lives: later runs read all other chips, and leave no reader behind.
for run in second third; do
    strace -f -e trace=openat,open -o "$work/calls" \
        "$dump" --timeout 3000 "$work/sys" >"$work/out" 2>"$work/err"
    grep -q 'chip="nct6779-isa-0290" feature="fan1".* value="1318"' "$work/out" ||
        fail "the other chips are missing in the $run run"
    if grep -q 'chip="coretemp-isa-0000"' "$work/out"; then
        fail "readings of the stuck chip are there in the $run run"
    fi
    grep -q 'errors timeout=[1-9]' "$work/err" || fail "the $run run counts no unread values"
    grep -q 'warning: .*coretemp-isa-0000 did not answer' "$work/err" ||
        fail "the $run run does not name the chip"
    if grep -q -e "hwmon0/temp3_input" -e "$slow" "$work/calls"; then
        fail "the $run run met the driver that blocks"
    fi
done
kill -KILL $strace
wait $strace 2>/dev/null || true

# Once it has ended all is well again.
"$dump" --timeout 5000 "$work/sys" >"$work/out" 2>"$work/err"
grep -q 'errors timeout=0' "$work/err" || fail "the run after it fails"

# Of all types but one no file is opened.
strace -f -e trace=openat,open -o "$work/calls" "$dump" --timeout 5000 --type fan "$work/sys" \
    >/dev/null 2>&1
grep -q 'fan1_input' "$work/calls" || fail "the fans were not read"
if grep -q -e 'temp[0-9]*_' -e '/temp"' -e '/in[0-9]*_' -e 'trip_point' "$work/calls"; then
    fail "files of other types were opened"
fi
