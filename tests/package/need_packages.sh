#!/bin/sh
# Installs those of the named Debian packages that are missing.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages "$@"
