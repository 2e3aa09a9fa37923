#!/bin/sh
# Builds the packages and tries them: content, installation, units and their sandbox, cron, other
# systems, another architecture. Ends in "N passed, M failed".
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"

build_package
for script in content dpkg systemd cron chroot image arm64; do
    if line=$("$top/tests/package/$script.sh" | tail -1) || [ -n "$line" ]; then
        numbers=$(echo "$line" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
    fi
    if [ -z "$numbers" ]; then
        fail "$script.sh ended early"
        continue
    fi
    passed=$((passed + ${numbers% *}))
    failed=$((failed + ${numbers#* }))
done
finish
