#!/bin/sh
# Builds promfile, its tests and the drivers of tests/fuzz with clang and its sanitizers.
#
#     tests/sanitizers/build.sh BUILD-DIRECTORY
set -eu
cd "$(dirname "$0")/../.."

launcher=
[ -z "$(command -v ccache)" ] || launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
# shellcheck disable=SC2086 # no word if there is no ccache
cmake -S . -B "$1" -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' -DPROMFILE_WERROR=ON -DPROMFILE_WHOLE_FOLDERS=all -DPROMFILE_FUZZ=ON \
    -DPROMFILE_SANITIZE=address,undefined,fuzzer-no-link $launcher
cmake --build "$1" --parallel "$(nproc)" \
    --target promfile promfile_tests test_tools \
    config_fuzz store_fuzz shapes_fuzz suggest_fuzz expat_fuzz xpath_fuzz lm_sensors_fuzz sysfs_fuzz exposition_fuzz
