#!/bin/sh
# Every C++ file is formatted as .clang-format says, by version 14: others format differently.
set -eu
cd "$(dirname "$0")/../.."
[ -n "$(command -v clang-format-14)" ] || {
    echo "skipped: clang-format-14 is not installed"
    exit 77
}
find src tests -name '*.[ch]pp' -print0 | xargs -0 clang-format-14 --dry-run --Werror
