#!/bin/sh
# The binary of a release is static, and hardened: position-independent, its relocations read-only,
# its stack guarded and not executable.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages binutils

headers=$(readelf --wide --file-header --program-headers --dynamic "$PROMFILE")
has() {
    echo "$headers" | grep -Eq "$1"
}
lacks() {
    ! has "$1"
}
check 'position-independent' has 'Type: *DYN'
check 'no program interpreter' lacks INTERP
check 'no shared library' lacks NEEDED
check 'relocations are read-only' has GNU_RELRO
check 'they are made at start' has 'BIND_NOW|FLAGS_1.*NOW'
check 'no executable stack' has 'GNU_STACK.* RW '
finish
