#!/bin/sh
# The binary of a release needs nothing of the system that it runs on.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages binutils

headers=$(readelf --wide --file-header --program-headers --dynamic "$PROMFILE")
lacks() {
    ! echo "$headers" | grep -q "$1"
}
check 'no program interpreter' lacks INTERP
check 'no shared library' lacks NEEDED
finish
