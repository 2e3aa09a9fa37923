#!/bin/sh
# Every Python script passes pyflakes: no import that is not used, no name that is not there.
set -eu
cd "$(dirname "$0")/../.."
[ -n "$(command -v pyflakes3)" ] || {
    echo "skipped: pyflakes3 is not installed"
    exit 77
}
find . \( -name 'build*' -o -name .git \) -prune -o -name '*.py' -print0 | xargs -0 pyflakes3
