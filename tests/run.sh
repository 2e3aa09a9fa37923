#!/bin/bash
# Installs what is missing, builds, and runs every test. One line a part, the log of a part that
# fails, and at last "N passed, M failed". With names of parts as arguments only those are run.
set -eu
cd "$(dirname "$0")/.."

export PATH=/usr/bin:$PATH # Debian's python3 has the modules that Debian's packages bring
samples/setup.sh build test

build=$PWD/build/tests
clang=$PWD/build/clang
export PROMFILE=$build/promfile
mkdir -p "$build"
passed=0
failed=0

# configure_and_build DIRECTORY [CMAKE OPTIONS]: quietly, its output in a log.
configure_and_build() {
    local directory=$1
    shift
    mkdir -p "$directory"
    {
        cmake -S . -B "$directory" -DPROMFILE_WERROR=ON "$@" &&
            cmake --build "$directory" --parallel "$(nproc)"
    } >"$directory/build.log" 2>&1 || {
        tail -n 60 "$directory/build.log"
        return 1
    }
}

gcc_build() { configure_and_build "$build" -DPROMFILE_STATIC=ON; }

unit() { "$build/promfile_tests"; }

# The second compiler, whose binaries end where memory is misused or behaviour is undefined.
clang_build() {
    configure_and_build "$clang" -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' -DPROMFILE_FUZZ=ON \
        -DPROMFILE_SANITIZE=address,undefined,fuzzer-no-link
}

clang_unit() { "$clang/promfile_tests"; }

# with_clang COMMAND...: has it use that promfile. A fault is an exit status of its own.
with_clang() {
    PROMFILE=$clang/promfile ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 "$@"
}

static_binary() {
    file "$PROMFILE" | grep -q 'statically linked' && ! grep -i 'warning:' "$build/build.log"
}

shell_scripts() {
    find . -name build -prune -o -name .git -prune -o -type f -print | while read -r script; do
        case $(head -c 20 "$script" | head -n 1) in
        '#!/bin/sh' | '#!/bin/bash') echo "$script" ;;
        esac
    done | xargs shellcheck
}

# Those that compare with libsensors, node_exporter and a driver that blocks.
sensors() { ctest --test-dir "$build" -R '^sensors' --output-on-failure; }

# part NAME COMMAND...: runs it and counts what it says it passed and failed; a part that says
# nothing of the kind counts as one.
part() {
    local name=$1 log=$build/$1.log status=0 begin=$SECONDS counts
    shift
    "$@" >"$log" 2>&1 </dev/null || status=$?
    counts=$(sed -nE \
        -e 's/^\[doctest\] test cases: *[0-9]+ *\| *([0-9]+) passed *\| *([0-9]+) failed.*/\1 \2/p' \
        -e 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)/\2-\1 \1/p' \
        -e 's/^([0-9]+) passed, ([0-9]+) failed.*/\1 \2/p' "$log" | tail -n 1)
    local good=$((${counts% *})) bad=$((${counts#* }))
    if [ -z "$counts" ]; then
        good=$((status == 0)) bad=$((status != 0))
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    printf '%-16s %5d passed, %d failed  (%d s)\n' "$name" "$good" "$bad" $((SECONDS - begin))
    [ "$bad" -eq 0 ] || tail -n 100 "$log"
}

# What there is to run, in this order: a name, and the command.
parts() {
    cat <<END
gcc_build gcc_build
static_binary static_binary
unit unit
architecture tests/architecture_test.py
shell_scripts shell_scripts
sensors sensors
command tests/cli/command_test.py
publish_faults tests/faults/publish_test.py $build/publish_tool
exporter_faults tests/faults/exporter_test.py $build/publish_tool
print_rules tests/rules/print_rules_test.py
samples tests/samples/samples_test.py
corpus tests/rules/corpus_test.py
hostile_stores tests/property/hostile_test.py
stack_files tests/stack/stack_test.py
situations tests/stack/situations_test.py
dashboard_types tests/stack/dashboard_types_test.py
end_to_end tests/e2e/e2e_test.py
manual tests/package/manual_test.py
bench_quick tests/bench/run.sh --quick --promfile $PROMFILE
clang_build clang_build
clang_unit clang_unit
clang_command with_clang tests/cli/command_test.py
clang_rules with_clang tests/rules/print_rules_test.py
fuzz tests/fuzz/run.sh $clang
package tests/package/run.sh
END
}

chosen=$(parts)
if [ $# -gt 0 ]; then
    chosen=$(grep -E "^($(IFS='|' && echo "$*")) " <<<"$chosen")
fi
while read -r -a words; do
    part "${words[@]}"
done <<<"$chosen"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
