#!/bin/sh
# Installs what is missing, builds, and runs every part of the tests: one line a part, the log of a
# part that fails, and at last "N passed, M failed". Arguments are names or labels of parts, of
# which only those are run; `ctest --test-dir build/tests -N` lists them once it is built.
set -eu
cd "$(dirname "$0")/.."

export PATH="/usr/bin:$PATH" # Debian's python3 has the modules that Debian's packages install
samples/setup.sh build test

build=build/tests
launcher=
[ -z "$(command -v ccache)" ] || launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
mkdir -p $build
# shellcheck disable=SC2086 # no word if there is no ccache
{
    cmake -S . -B $build -DPROMFILE_STATIC=ON -DPROMFILE_WERROR=ON -DPROMFILE_WHOLE_FOLDERS=tests $launcher &&
        cmake --build $build --parallel "$(nproc)"
} >$build/build.log 2>&1 || {
    tail -n 60 $build/build.log
    echo "0 passed, 1 failed"
    exit 1
}
exec tests/report.py $build "$@"
