#!/bin/sh
# With the later compiler and libraries of Debian 13 the project builds, and its unit and command
# tests pass. The tree lies below build/ and is kept: only the first run takes minutes.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap
unshare --mount true 2>/dev/null || skip 'mount namespaces are not allowed here'

root=$work/trees/trixie-build
if [ ! -e "$root.complete" ]; then
    rm -rf "$root"
    mkdir -p "$work/trees"
    debootstrap --variant=minbase trixie "$root" "$(debian_mirror)" >"$root.log" 2>&1 || {
        tail -5 "$root.log"
        skip 'debootstrap cannot make a Debian 13'
    }
    mkdir "$root/promfile" "$root/build"
    touch "$root.complete"
fi

# inside COMMAND...: in the tree, where /promfile has the sources and cannot be written to.
# shellcheck disable=SC2016 # expanded by the inner shell
inside() {
    env -i HOME=/root LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        CCACHE_DIR=/build/ccache CCACHE_SLOPPINESS=pch_defines,time_macros \
        unshare --mount sh -euc '
            mount --bind "$0" "$1/promfile"
            mount -o remount,bind,ro "$1/promfile"
            mount --rbind /dev "$1/dev"
            mount --rbind /proc "$1/proc"
            root=$1
            shift
            exec chroot "$root" env -C /promfile "$@"' "$top" "$root" "$@"
}

check 'setup.sh' inside samples/setup.sh build unit
launcher=
[ ! -e "$root/usr/bin/ccache" ] || launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
# shellcheck disable=SC2086 # no word if there is no ccache
check 'configure' inside cmake -S . -B /build -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DPROMFILE_WERROR=ON -DPROMFILE_WHOLE_FOLDERS=all $launcher
check 'build' inside cmake --build /build --parallel "$(nproc)" --target promfile promfile_tests
check 'unit tests' inside /build/promfile_tests
check 'command tests' inside env PROMFILE=/build/promfile tests/cli/command_test.py
finish
