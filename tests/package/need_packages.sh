#!/bin/sh
# Installs the Debian packages that are named and missing.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages "$@"
